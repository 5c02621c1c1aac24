import { gzipSync } from "node:zlib";
import { oddColumnarFiles } from "./odd-columnar.mts";
import { type OddFile, SESSIONS } from "./odd-file.mts";

type Case = readonly [name: string, content: string | Uint8Array, gives: string, more?: Partial<OddFile>];

const T = "2024-05-14T10:00:00Z";
const HEADER = "customer_id,item_id,click_time";
const A = `1,501,${T}`;
const B = `2,502,${T}`;
const C = `3,503,${T}`;
const csv = (...lines: string[]) => lines.map((line) => `${line}\n`).join("");
const clicks = (...lines: string[]) => csv(HEADER, ...lines);
const record = (item: string, customer = "1") => `{"customer_id":${customer},"item_id":${item},"click_time":"${T}"}`;
const utf16 = (text: string) => Buffer.from(text, "utf16le");
const latin = (text: string) => Buffer.from(text, "latin1");
const bytes = (...values: number[]) => Uint8Array.from(values);
const cat = (...parts: (string | Uint8Array)[]) => Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)));
const columns = (mapping: object) => ({ config: { standardize: { columns: { clicks: mapping } } } });
const read = (reading: object, mapping: object = {}) => ({
  config: { standardize: { read: { clicks: reading }, columns: { clicks: mapping } } },
});
const BY_PLACE = { customer_id: "column_1", item_id: "column_2", click_time: "column_3" };

const LINE_ENDS: Case[] = [
  ["LF", clicks(A, B), "501 502"],
  ["CRLF", clicks(A, B).replaceAll("\n", "\r\n"), "501 502"],
  ["CR", clicks(A, B).replaceAll("\n", "\r"), "501 502"],
  ["mixed line ends", `${HEADER}\r\n${A}\n${B}\r${C}`, "501 502 503"],
  ["no line end at the end", clicks(A, B).trimEnd(), "501 502"],
  ["many line ends at the end", `${clicks(A)}\n\r\n\n`, "501"],
  ["blank lines between", clicks("", A, "", "", B), "501 502"],
  ["a line of blanks", clicks(A, "   ", B), "501 502 | 2 malformed-row"],
  ["a CR CR LF end", `${HEADER}\r\r\n${A}\r\r\n`, "501"],
  ["form feeds and vertical tabs", clicks(`${A}\f`, B), "502 | 1 bad-time"],
  ["a Unicode line separator in a value", clicks(`"1","501","${T}"`, `2,"5\u2028",${T}`), '"501" "5\u2028"'],
];

const QUOTES: Case[] = [
  ["all quoted", clicks(`"1","501","${T}"`), "501"],
  ["a quoted line end", csv(`${HEADER},note`, `${A},"two\nlines"`, `${B},x`), "501 502"],
  ["a quoted CRLF in a file of LF", csv(`${HEADER},note`, `${A},"two\r\nlines"`), "501"],
  ["a quoted delimiter", csv(`${HEADER},note`, `${A},"a,b"`), "501"],
  ["doubled quotes", csv(`${HEADER},note`, `${A},"say ""hi"""`), "501"],
  ["quotes inside a plain value", csv(`${HEADER},note`, `${A},5" disk`), "501"],
  ["blanks around quotes", clicks(`"1" , "501" ,"${T}"`), "501"],
  ["text behind a closing quote", clicks(`"1"x,501,${T}`, B), "502 | 1 malformed-row"],
  ["a quote that is never closed", clicks(A, `2,"502,${T}`, C), "501 503 | 2 malformed-row"],
  ["a quote that is closed lines later", clicks(`1,"501,${T}`, `2,"502",${T}`, C), "502 503 | 1 malformed-row"],
  ["backslash escapes, which are no escapes", csv(`${HEADER},note`, `${A},"a\\"b"`, B.concat(",")), "502 | 1 malformed-row"],
  ["single quotes around all values", csv("'customer_id','item_id','click_time'", `'1','501','${T}'`), "501"],
  ["apostrophes in values", csv(`${HEADER},note`, `${A},it's`, `${B},'t is`), "501 502"],
  ["quotes that are told to be text", csv(`${HEADER},note`, `${A},"x`, `${B},y"`), "501 502", read({ quote: "" })],
  ["typographic quotes, which are text", clicks(`1,“501”,${T}`), '"“501”"'],
];

const DELIMITERS: Case[] = [
  ["semicolons", clicks(A, B).replaceAll(",", ";"), "501 502"],
  ["tabs", clicks(A, B).replaceAll(",", "\t"), "501 502"],
  ["bars", clicks(A, B).replaceAll(",", "|"), "501 502"],
  ["the delimiter of Hive, 0x01", clicks(A, B).replaceAll(",", "\x01"), "501 502"],
  ["carets without a word", clicks(A).replaceAll(",", "^"), "missing-column: customer_id"],
  ["carets that are told", clicks(A, B).replaceAll(",", "^"), "501 502", read({ delimiter: "^" })],
  ["single blanks that are told", clicks(A, B).replaceAll(",", " "), "501 502", read({ delimiter: " " })],
  ["a wrong delimiter that is told", clicks(A), "missing-column: customer_id", read({ delimiter: ";" })],
  [
    "semicolons with decimal commas",
    csv("customer_id;item_id;click_time;price", `1;501;${T};1,50`, `2;502;${T};2,75`),
    "501 502",
  ],
  ["a line sep=; as Excel writes it", `sep=;\n${clicks(A).replaceAll(",", ";")}`, "missing-column: customer_id"],
];

const RAGGED: Case[] = [
  ["a row with too few fields", clicks(A, "2,502", C), "501 503 | 2 malformed-row"],
  ["a row with too many fields", clicks(A, `${B},x`, C), "501 503 | 2 malformed-row"],
  ["a delimiter at the end of each row but the header", clicks(`${A},`, `${B},`), " | 1 malformed-row, 2 malformed-row"],
  ["a delimiter at the end of each line", csv(`${HEADER},`, `${A},`), "501"],
  ["a comment line", clicks("# made by hand", A), "501 | 1 malformed-row"],
  ["a repeated header, as parts joined with cat have", clicks(A, HEADER, B), '"501" "502" | 2 bad-time'],
  ["a total at the end", clicks(A, "Total,1,"), "501 | 2 missing-time"],
  ["a record cut off at the end", `${clicks(A)}2,50`, "501 | 2 malformed-row"],
  ["a very long value", csv(`${HEADER},note`, `${A},${"x".repeat(500_000)}`, `${B},y`), "501 502"],
  [
    "a record over the limit",
    csv(`${HEADER},note`, A.concat(",x"), `${B},${"x".repeat(1_100_000)}`, C.concat(",y")),
    "501 503 | 2 malformed-row",
  ],
  [
    "a record over a limit that is raised",
    csv(`${HEADER},note`, `${A},${"x".repeat(3_000_000)}`),
    "501",
    { config: { standardize: { limits: { recordBytes: 4_000_000 } } } },
  ],
  ["one line without end", "x".repeat(1_200_000), "over-limit: recordBytes"],
  ["2,001 columns", csv(Array.from({ length: 2001 }, (_, k) => `c${k}`).join()), "over-limit: columns"],
  [
    "2,001 columns and a raised limit",
    csv([HEADER, ...Array.from({ length: 1998 }, (_, k) => `c${k}`)].join(), A + ",".repeat(1998)),
    "501",
    { config: { standardize: { limits: { columns: 2001 } } } },
  ],
];

const HEADERS: Case[] = [
  ["only a header", csv(HEADER), ""],
  ["only a header, without a line end", HEADER, ""],
  ["no header", csv(A, B), "missing-column: customer_id"],
  ["no header, mapped by place", csv(A, B), "501 502", columns(BY_PLACE)],
  ["text without a header, as told", csv(`a,x,${T}`), '"x"', read({ header: false }, BY_PLACE)],
  ["one line that is a row, as told", A, "501", read({ header: false }, BY_PLACE)],
  [
    "numbers as names, as told",
    csv("1,2,3", A),
    "501",
    read({ header: true }, { customer_id: "1", item_id: "2", click_time: "3" }),
  ],
  ["other letter case", csv("Customer_ID,ITEM_ID,click_time", A), "501"],
  ["blanks around names", csv(" customer_id , item_id,click_time ", A), "501"],
  ["quoted names", csv('"customer_id","item_id","click_time"', A), "501"],
  ["another order, and more columns", csv("x,click_time,item_id,customer_id", `?,${T},501,1`), "501"],
  ["a repeated column that nobody needs", csv(`${HEADER},x,x`, `${A},1,2`), "501"],
  [
    "a repeated column that is needed",
    csv("customer_id,item_id,item_id,click_time", `1,501,601,${T}`),
    "missing-column: item_id",
  ],
  [
    "a repeated column, the second of which is meant",
    csv("customer_id,item_id,item_id,click_time", `1,501,601,${T}`),
    "601",
    columns({ item_id: "item_id (2)" }),
  ],
  ["an empty name", csv("customer_id,,click_time", A), "missing-column: item_id"],
  ["an empty name, mapped by place", csv("customer_id,,click_time", A), "501", columns({ item_id: "column_2" })],
  [
    "SQL in a name",
    csv(`customer_id,"item""; DROP TABLE actions; --",click_time`, A),
    "501",
    columns({ item_id: 'item"; DROP TABLE actions; --' }),
  ],
  [
    "HTML in a name",
    csv("customer_id,<img src=x onerror=alert(1)>,click_time", A),
    "501",
    columns({ item_id: "<img src=x onerror=alert(1)>" }),
  ],
  ["emoji in a name", csv("customer_id,🛒,click_time", A), "501", columns({ item_id: "🛒" })],
  ["a line end in a name", csv('customer_id,"item\nid",click_time', A), "501", columns({ item_id: "item\nid" })],
  [
    "names of Object.prototype",
    csv("constructor,__proto__,toString", A),
    "501",
    columns({ customer_id: "constructor", item_id: "__proto__", click_time: "toString" }),
  ],
  [
    "names of JavaScript and SQL keywords",
    csv("null,select,class", A),
    "501",
    columns({ customer_id: "null", item_id: "select", click_time: "class" }),
  ],
];

const ENCODINGS: Case[] = [
  ["UTF-8 with a mark", `\ufeff${clicks(A)}`, "501"],
  ["UTF-8 with a mark and quotes", `\ufeff"customer_id",item_id,click_time\n${A}\n`, "501"],
  ["a mark in the middle, of a file joined with cat", `${clicks(A)}\ufeff2,502,${T}\n`, '"1" "2"', { tell: "customer" }],
  ["UTF-16 LE with a mark", utf16(`\ufeff${clicks(A)}`), "501"],
  ["UTF-16 LE without one", utf16(clicks(A)), "501"],
  ["UTF-16 BE with a mark", utf16(`\ufeff${clicks(A)}`).swap16(), "501"],
  ["UTF-16 BE without one", utf16(clicks(A)).swap16(), "501"],
  [
    "UTF-16 cut inside a character",
    utf16(`\ufeff${clicks(A)}`).subarray(0, -1),
    "unreadable-file: it begins as UTF-16LE, but holds bytes that are not",
  ],
  [
    "a lone surrogate in UTF-16",
    cat(utf16(`\ufeff${clicks(A)}`), bytes(0, 0xd8, 10, 0)),
    "unreadable-file: it begins as UTF-16LE, but holds bytes that are not",
  ],
  ["windows-1252", latin(clicks(`1,M\xfcller,${T}`)), '"Müller"'],
  ["Latin-1 that is told to be windows-1252", latin(clicks(`1,M\xfc\x80,${T}`)), '"Mü€"', read({ encoding: "windows-1252" })],
  ["UTF-8 read as windows-1252, as told", clicks(`1,ü,${T}`), '"Ã¼"', read({ encoding: "windows-1252" })],
  [
    "UTF-8 for a while, then not",
    cat(csv(`${HEADER},note`), csv(`${A},x`).repeat(12_000), latin(`${B},\xfc\n`)),
    "unreadable-file: (line 12002) is not",
  ],
  [
    "an overlong form, which is no UTF-8",
    cat(csv(`${HEADER},note`), csv(`${A},x`).repeat(12_000), bytes(0xc0, 0xaf, 10)),
    "unreadable-file: (line 12002) is not",
  ],
  ["a NUL in the head", cat(clicks(A), bytes(0, 10)), "unreadable-file: it holds binary data and no text"],
  ["a NUL behind the head", cat(csv(`${HEADER},note`), csv(`${A},x`).repeat(12_000), `${B},a`, bytes(0), "b\n"), "12001 rows"],
  ["characters outside the BMP", clicks(`1,😀,${T}`), '"😀"'],
  ["a zero-width blank in an id", clicks(`1,501\u200b,${T}`), '"501\u200b"'],
];

const GZIP: Case[] = [
  ["gzip", gzipSync(clicks(A)), "501"],
  ["gzip with a name that says nothing", gzipSync(clicks(A)), "501", { path: "clicks.csv" }],
  ["text named .gz", clicks(A), "501", { path: "clicks.csv.gz" }],
  ["gzip of two members", cat(gzipSync(clicks(A)), gzipSync(csv(B))), "501 502"],
  ["gzip with an empty member", cat(gzipSync(clicks(A)), gzipSync(""), gzipSync(csv(B))), "501 502"],
  [
    "gzip cut off",
    gzipSync(clicks(A, B)).subarray(0, -4),
    "unreadable-file: its gzip data is damaged, cut off, or followed by something else",
  ],
  [
    "gzip with a flipped bit",
    flipped(gzipSync(clicks(A, B)), 30),
    "unreadable-file: its gzip data is damaged, cut off, or followed by something else",
  ],
  [
    "gzip with a wrong checksum",
    flipped(gzipSync(clicks(A, B)), -8),
    "unreadable-file: its gzip data is damaged, cut off, or followed by something else",
  ],
  [
    "gzip with a wrong length",
    flipped(gzipSync(clicks(A, B)), -4),
    "unreadable-file: its gzip data is damaged, cut off, or followed by something else",
  ],
  [
    "gzip followed by zeros",
    cat(gzipSync(clicks(A)), new Uint8Array(512)),
    "unreadable-file: its gzip data is damaged, cut off, or followed by something else",
  ],
  ["gzip in gzip", gzipSync(gzipSync(clicks(A))), "unreadable-file: it is a gzip file packed with gzip; unpack it first"],
  ["gzip of a Parquet file", gzipSync("PAR1abcd"), "unreadable-file: it is a Parquet file packed with gzip; unpack it first"],
  ["gzip of nothing", gzipSync(""), "empty-file"],
  ["gzip of JSON Lines in UTF-16", gzipSync(utf16(`\ufeff${record("501")}\n`)), "501", { path: "clicks.jsonl.gz" }],
  ["a gzip bomb", cat(gzipSync(clicks(A)), gzipSync(Buffer.alloc(100 << 20, "1,501\n"))), "over-limit: expansion"],
  ["a gzip bomb of one line", gzipSync(Buffer.alloc(100 << 20, "x")), "over-limit: recordBytes"],
];

const FOREIGN: Case[] = [
  ["nothing", "", "empty-file"],
  ["a byte order mark alone", "\ufeff", "empty-file"],
  ["blank lines alone", "\n\r\n \n", "empty-file"],
  ["a ZIP archive named .csv", cat("PK\x03\x04", bytes(20, 0, 0, 0)), "unreadable-file: it is a ZIP archive"],
  [
    "an Excel workbook named .csv",
    cat("PK\x03\x04", bytes(20, 0, 0, 0), "xl/workbook.xml"),
    "unreadable-file: it is an Excel workbook; save the sheet as CSV",
  ],
  ["an old Excel workbook", latin("\xd0\xcf\x11\xe0\xa1\xb1"), "unreadable-file: it is an old Excel or Word document"],
  ["a PDF document named .csv", "%PDF-1.7\n", "unreadable-file: it is a PDF document"],
  ["a web page named .csv", "<!DOCTYPE html><p>Sign in", "unreadable-file: it is a web page; perhaps a download that failed"],
  ["XML", '<?xml version="1.0"?><a/>', "unreadable-file: it is an XML document"],
  ["an image", latin("\x89PNG\r\n\x1a\n"), "unreadable-file: it is a PNG image"],
  ["zstd", latin("\x28\xb5\x2f\xfd\0\0"), "unreadable-file: it is a file packed with zstd; unpack it first"],
  ["Avro", latin("Obj\x01\x04"), "unreadable-file: it is an Avro file"],
  ["SQLite", "SQLite format 3\0", "unreadable-file: it is an SQLite database"],
  [
    "random bytes",
    Uint8Array.from({ length: 1000 }, (_, k) => (k * 7919) % 251),
    "unreadable-file: it holds binary data and no text",
  ],
  [
    "CSV named .parquet",
    clicks(A),
    "unreadable-file: it is named as Parquet, but does not begin as a Parquet file",
    { path: "clicks.parquet" },
  ],
  [
    "CSV named .arrow",
    clicks(A),
    "unreadable-file: it is named as Arrow, but does not begin as an Arrow file",
    { path: "clicks.arrow" },
  ],
  [
    "CSV named .json",
    clicks(A),
    "unreadable-file: it is named as JSON, but begins neither as an array of objects nor as an object",
    { path: "clicks.json" },
  ],
  ["CSV named .json, told to be CSV", clicks(A), "501", { path: "clicks.json", ...read({ format: "csv" }) }],
  ["JSON Lines named .csv", record("501"), "501"],
  ["a word", "hello", "missing-column: customer_id"],
  ["a path with SQL and HTML in it", clicks(A), "501", { path: "'; DROP TABLE actions; --<b>.csv" }],
];

const JSONS: Case[] = [
  ["a JSON array", `[${record("501")},${record("502")}]`, "501 502"],
  ["a JSON array over many lines", `[\n  ${record("501").replaceAll(",", ",\n    ")}\n]`, "501"],
  ["JSON Lines with CRLF", `${record("501")}\r\n${record("502")}\r\n`, "501 502"],
  ["JSON Lines with blank lines", `\n${record("501")}\n\n${record("502")}`, "501 502"],
  [
    "JSON Lines with a line that is none",
    `${record("501")}\nnull\n{"a":\n${record("502")}`,
    "501 502 | 2 malformed-row, 3 malformed-row",
  ],
  ["JSON Lines cut off", `${record("501")}\n${record("502").slice(0, 20)}`, "501 | 2 malformed-row"],
  ["JSON Lines with commas between", `${record("501")},\n${record("502")}`, "502 | 1 malformed-row"],
  ["a JSON array cut off", `[${record("501")},${record("502").slice(0, 20)}`, "501 | 2 malformed-row"],
  ["a JSON array with a comma at the end", `[${record("501")},]`, "501 | 2 malformed-row"],
  ["a JSON array followed by text", `[${record("501")}] x`, "501 | 2 malformed-row"],
  [
    "a JSON array with elements that are no objects",
    `[${record("501")},7,"x",[],null]`,
    "501 | 2 malformed-row, 3 malformed-row, 4 malformed-row, 5 malformed-row",
  ],
  ["a JSON array of arrays", "[[1,501]]", "unreadable-file: it is named as JSON"],
  [
    "one JSON object over many lines",
    `{\n"rows": [${record("501")}]\n}`,
    "unreadable-file: it begins as JSON, but is neither an array of objects nor one object a line",
  ],
  ["an empty JSON array", "[]", "empty-file"],
  [
    "an array of empty objects",
    "[{},{}]",
    "unreadable-file: it begins as JSON, but is neither an array of objects nor one object a line",
  ],
  ["NaN", record("NaN"), "unreadable-file: it begins as JSON, but is neither an array of objects nor one object a line"],
  ["NaN in one of the records", `${record("501")}\n${record("NaN")}`, "501 | 2 malformed-row"],
  ["single quotes for double ones", record("502").replaceAll('"', "'"), "unreadable-file: it is named as JSON"],
  ["a comment in JSON", `${record("501")}\n// no JSON\n`, "501 | 2 malformed-row"],
  [
    "keys that repeat",
    `{"customer_id":1,"item_id":501,"item_id":502,"click_time":"${T}"}\n${record("503")}`,
    "503 | 1 malformed-row",
  ],
  ["an id over 2^53", record("9007199254740993"), "9007199254740993"],
  ["an id over 2^63", record("9223372036854775808"), '"9223372036854775808"'],
  ["the largest id", record("9223372036854775807"), "9223372036854775807"],
  ["an id as text", record('"501"'), "501"],
  ["an integral number with a fraction", record("501.0"), "501"],
  ["an exponent", record("5e2"), '"5e2"'],
  ["minus zero", record("-0"), '"-0"'],
  ["true for an id", record("true"), '"true"'],
  ["null for an id", record("null"), " | 1 missing-item-id"],
  ["an object for an id", record('{"id":501}'), " | 1 bad-item-id"],
  ["a list for an id", record("[501]"), " | 1 bad-item-id"],
  ["deep nesting beside what is needed", `{"x":${"[".repeat(500)}${"]".repeat(500)},${record("501").slice(1)}`, "501"],
  ["keys that come late", `${'{"x":1}\n'.repeat(40_000)}${record("501")}\n`, "501 | 40000 others"],
  [
    "optional keys that come late",
    `${record("501").concat("\n").repeat(5000)}${record("502").replace("{", '{"dt":"yesterday",')}\n`,
    "5000 rows | 5001 bad-date",
  ],
  ["escaped characters in a key", record("501").replace("item_id", "item\\u005fid"), "501"],
  ["__proto__ as a key", record("501").replace("{", '{"__proto__":{"item_id":7},'), "501"],
];

const ids = (...values: string[]) => clicks(...values.map((value) => `1,${value},${T}`));
const IDS: Case[] = [
  ["integers", ids("501", "-7", "9223372036854775807"), "501 -7 9223372036854775807"],
  ["12.0 counts as an integer", ids("12.0", "12.00"), "12 12"],
  ["1.5 makes all ids text", ids("1.5", "501"), '"1.5" "501"'],
  ["1e3 makes all ids text", ids("1e3"), '"1e3"'],
  ["0x1F makes all ids text", ids("0x1F"), '"0x1F"'],
  ["a leading zero makes all ids text", ids("00012", "12"), '"00012" "12"'],
  ["-0 makes all ids text", ids("-0"), '"-0"'],
  ["+5 makes all ids text", ids("+5"), '"+5"'],
  ["19 digits over 64 bits", ids("9999999999999999999"), '"9999999999999999999"'],
  ["20 digits", ids("12345678901234567890"), '"12345678901234567890"'],
  ["the smallest 64-bit integer", ids("-9223372036854775808"), "-9223372036854775808"],
  ["blanks around ids", ids(" 501 ", '" 502 "', "\t503"), "501 502 503"],
  ["no-break blanks, which are part of an id", ids("501\u00a0"), '"501\u00a0"'],
  ["thousands separators", ids('"1,234"'), '"1,234"'],
  ["underscores between digits", ids("1_000"), '"1_000"'],
  ["Arabic digits", ids("١٢"), '"١٢"'],
  ["the word NULL, which is text", ids("NULL"), '"NULL"'],
  ["an empty id", ids("", '""', "   "), " | 1 missing-item-id, 2 missing-item-id, 3 missing-item-id"],
  ["an item 0 with raw ids", ids("0", "501"), "501 | 1 item-id-is-padding", { config: { output: { itemIds: "raw" } } }],
  ["an item 0 with a vocabulary", ids("0", "501"), "0 501"],
  ["text with raw ids", ids("abc"), "text-item-ids: abc", { config: { output: { itemIds: "raw" } } }],
  ["customers as text", clicks(`u-1,501,${T}`, `7,502,${T}`), '"u-1" "7"', { tell: "customer" }],
  ["customers with leading zeros", clicks(`007,501,${T}`), '"007"', { tell: "customer" }],
  ["a formula", ids("=1+1"), '"=1+1"'],
  ["a very long id", ids("x".repeat(70_000)), `"${"x".repeat(70_000)}"`],
];

const times = (...values: string[]) => clicks(...values.map((value) => `1,501,${value}`));
const TIMES: Case[] = [
  ["ISO with Z", times("2024-05-14T10:00:00Z"), "2024-05-14T10:00:00.000000"],
  ["ISO with an offset", times("2024-05-14T10:00:00+02:00"), "2024-05-14T08:00:00.000000"],
  ["nine digits of a second", times("2024-05-14 10:00:00.123456789"), "2024-05-14T10:00:00.123456"],
  ["a date alone", times("2024-05-14"), "2024-05-14T00:00:00.000000"],
  [
    "epoch seconds, ms, us and ns",
    times("1715680800", "1715680800000", "1715680800000000", "1715680800000000000"),
    Array(4).fill("2024-05-14T10:00:00.000000").join(" "),
  ],
  ["a day that is none", times("2024-02-30T00:00:00Z", "2024-13-01"), " | 1 bad-time, 2 bad-time"],
  ["hour 24", times("2024-05-14T25:00:00Z"), " | 1 bad-time"],
  [
    "blanks where a digit belongs",
    times("2024-05-14T10:00:00", "2024-05-1T 1:00:00", "2024-05-14T 1:00:00", " 2024-05-14T10:00:0 "),
    "2024-05-14T10:00:00.000000 | 2 bad-time, 3 bad-time, 4 bad-time",
  ],
  ["words", times("yesterday", "NaN", "infinity"), " | 1 bad-time, 2 bad-time, 3 bad-time"],
  ["no time", times("", " "), " | 1 missing-time, 2 missing-time"],
].map(([name, content, gives]) => [name, content, gives, { tell: "time" }] as Case);

const dt = (...days: string[]) => csv(`${HEADER},dt`, ...days.map((day) => `${A},${day}`));
const DAYS: Case[] = [
  ["partition dates", dt("2024-05-14", "dt=2024-05-14", ""), "501 501 501"],
  ["partition dates that are none", dt("2024-02-30", "14.05.24", "x"), " | 1 bad-date, 2 bad-date, 3 bad-date"],
  [
    "days of one digit, with a blank behind or none",
    dt("2024-05-1 ", "2024-05-1", "2024-5-14"),
    " | 1 bad-date, 2 bad-date, 3 bad-date",
  ],
  ["days with blanks around them", dt(" 2024-05-14 ", '"2024-05-14\t"'), "501 501"],
];

const SHOWN = "dt,ranking_id,customer_id,impressions";
const shown = (cell: string) => csv(SHOWN, `2024-05-15,r1,1,${cell}`);
const session = (...entries: string[]) => `{"session":1,"events":[${entries.join(",")}]}\n`;
const event = (aid: number, type = "clicks") => `{"aid":${aid},"ts":1661724000278,"type":"${type}"}`;
const LISTS: Case[] = [
  [
    "carousels as JSON text",
    shown('"[{""item_id"":501,""is_order"":true},{""item_id"":502,""is_order"":false}]"'),
    "501 502",
    { role: "impressions" },
  ],
  ["a carousel that is no JSON", shown('"[{""item_id"":"'), " | 1 malformed-row", { role: "impressions" }],
  ["an empty carousel", shown("[]"), "", { role: "impressions" }],
  [
    "a carousel with an object for an item",
    shown('"[{""item_id"":{},""is_order"":true}]"'),
    " | 1 bad-item-id",
    { role: "impressions" },
  ],
  [
    "a carousel of a thousand items",
    shown(`"[${Array.from({ length: 1000 }, (_, k) => `{""item_id"":${k + 1},""is_order"":false}`).join()}]"`),
    "1000 rows",
    { role: "impressions" },
  ],
  [
    "a row an item",
    csv("dt,ranking_id,customer_id,item_id,is_order,slot", "2024-05-15,r1,1,501,true,0", "2024-05-15,r1,1,502,maybe,1"),
    "501 | 2 malformed-row",
    { role: "impressions" },
  ],
  [
    "the day in the path",
    csv("ranking_id,customer_id,item_id,is_order", "r1,1,501,true"),
    "501",
    { role: "impressions", path: "log/dt=2024-05-15/part-0.csv" },
  ],
  [
    "a day in the path that is none",
    csv("ranking_id,customer_id,item_id,is_order", "r1,1,501,true"),
    "missing-column: dt",
    { role: "impressions", path: "log/dt=2024-02-30/part-0.csv" },
  ],
  [
    "sessions with a list of events",
    session(event(501), event(502, "orders")) + session() + session(event(503)),
    "501 502 503",
    SESSIONS,
  ],
  [
    "events of a session that cannot be used",
    session(event(501), `{"aid":502}`, "null", event(504, "views")),
    "501 | 2 missing-time, 3 missing-item-id, 4 unknown-action-type",
    SESSIONS,
  ],
  [
    "a session whose list is none",
    `${session(event(501))}{"session":2,"events":7}\n${session(event(502))}`,
    "501 502 | 2 malformed-row",
    SESSIONS,
  ],
  [
    "a list of events with an entry that is none",
    `${session(event(501))}${session(event(502), "7")}`,
    "missing-column: item_id",
    SESSIONS,
  ],
  [
    "fields of two lists",
    '{"a":[{"x":1}],"b":[{"y":1}],"c":1}',
    "bad-config: names fields of two lists",
    { role: "clicks", ...columns({ customer_id: "c", item_id: "a.x", click_time: "b.y" }) },
  ],
];

function flipped(content: Uint8Array, at: number): Uint8Array {
  const copy = content.slice();
  const place = at < 0 ? copy.length + at : at;
  copy[place] = (copy[place] ?? 0) ^ 0x10;
  return copy;
}

const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  "line ends": LINE_ENDS,
  quotes: QUOTES,
  delimiters: DELIMITERS,
  records: RAGGED,
  headers: HEADERS,
  encodings: ENCODINGS,
  gzip: GZIP,
  "other kinds of files": FOREIGN,
  JSON: JSONS,
  ids: IDS,
  times: TIMES,
  days: DAYS,
  lists: LISTS,
};

/** Names by which nothing is known of a file but what the case says. */
const PATHS: Readonly<Record<string, string>> = { gzip: "clicks.csv.gz", JSON: "clicks.json" };

/** The table of odd files, by what is odd about them. */
export async function oddFiles(): Promise<Map<string, OddFile[]>> {
  const groups = Object.entries(GROUPS).map(([group, cases]): [string, OddFile[]] => [
    group,
    cases.map(([name, content, gives, more]) => ({ name, path: PATHS[group] ?? "clicks.csv", content, gives, ...more })),
  ]);
  return new Map([...groups, ["Parquet and Arrow", await oddColumnarFiles()]]);
}
