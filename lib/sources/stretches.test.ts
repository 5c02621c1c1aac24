import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../config";
import { problemOf } from "../errors";
import { inOrder } from "../pipeline/pool";
import { readTexts } from "./read";
import { RecordCutter } from "./records";
import type { CsvText } from "./source-text";
import { type ReadStretches, readStretch, type Stretch } from "./stretches";
import { fileOf } from "./testing";
import type { Quote, SniffedSource, SourceFile } from "./types";

interface Layout {
  quote: Quote;
  header: boolean;
  chunkBytes: number;
  recordBytes?: number;
}

/** Rows by their number in the file; malformed ones begin with a mark. */
interface Read {
  rows: string[];
  /** Bytes of the file in texts that came out of stretches, and in others. */
  bytes: { stretches: number; others: number };
}

/** Reads a file of two columns, and takes the bytes of each text away as a lane does. */
async function read(file: SourceFile, layout: Layout, lanes: number): Promise<Read> {
  const { quote, header, chunkBytes } = layout;
  const source: SniffedSource = {
    ...{ format: "csv", compression: "none", encoding: "utf-8", dialect: { delimiter: ",", quote, header } },
    ...{ columns: ["x", "y"].map((name) => ({ name, kind: "text" as const })), sample: [], profile: [] },
    ...{ rows: { count: 1, isExact: false }, bytes: file.blob.size },
  };
  const limits = { ...DEFAULT_CONFIG.standardize.limits, recordBytes: layout.recordBytes ?? 1 << 20 };
  const ofStretches = new Set<ArrayBufferLike>();
  const readOne = async (stretch: Stretch) => {
    const lines = await readStretch(stretch);
    if (lines) ofStretches.add(lines.bytes.buffer);
    return lines;
  };
  const readStretches: ReadStretches = (stretches) => inOrder(stretches, lanes, readOne);
  const rows: string[] = [];
  const bytes = { stretches: 0, others: 0 };
  for await (const { text, bytes: read } of readTexts(file, source, { chunkBytes, limits }, lanes > 0 ? readStretches : null)) {
    if ("columns" in text) throw new Error("not CSV");
    bytes[ofStretches.has(text.bytes.buffer) ? "stretches" : "others"] += read;
    rows.push(...rowsOf(text));
    structuredClone(text, { transfer: [text.bytes.buffer as ArrayBuffer] });
  }
  expect(bytes.stretches + bytes.others).toBe(file.blob.size);
  return { rows, bytes };
}

function rowsOf({ bytes, shape, isCut, malformed }: CsvText): string[] {
  const cut = isCut ? { bytes, malformed } : new RecordCutter(shape).cut(bytes.slice(), true);
  const rows: string[] = [];
  for (let rest = cut.bytes; rest.length > 0; ) {
    const end = endOfRecord(rest, shape);
    rows.push(new TextDecoder("utf-8", { ignoreBOM: true }).decode(rest.subarray(0, end)).replace(/\n$/, ""));
    rest = rest.subarray(end);
  }
  for (const { row, text } of [...malformed, ...(isCut ? [] : cut.malformed)]) rows.splice(row - 1, 0, `malformed: ${text}`);
  return rows;
}

/** The end of the first of some usable records: of the fewest lines that are one. */
function endOfRecord(records: Uint8Array, shape: CsvText["shape"]): number {
  for (let end = records.indexOf(LF) + 1; end > 0; end = records.indexOf(LF, end) + 1) {
    if (new RecordCutter(shape).cut(records.slice(0, end), false).rows === 1) return end;
  }
  return records.length;
}

async function outcome(file: SourceFile, layout: Layout, lanes: number): Promise<string[]> {
  return read(file, layout, lanes).then(
    ({ rows }) => rows,
    (thrown) => [JSON.stringify(problemOf(thrown))],
  );
}

const plainLine = fc.constantFrom(
  "1,2",
  "33,4",
  "555,ü",
  "6,",
  "",
  "7",
  "8,9,10",
  `${"ü€".repeat(9)},1`,
  `${"long".repeat(12)},1`,
);
const oddLine = fc.oneof(
  fc.constantFrom('"a,b",c', '"a\nb",c', '1,"2\r\n3"', '"open,1', "1,2\r3,4", "5,6\r", '"a"b,c', "\r", '1,"",', "'1,2'"),
  fc.string({ unit: fc.constantFrom("a", " ", '"', "'", ",", "\n", "\r", "ü", "\ufeff"), maxLength: 12 }),
);
const texts = fc
  .record({
    mark: fc.constantFrom("", "\ufeff"),
    lines: fc.array(fc.oneof({ arbitrary: plainLine, weight: 12 }, { arbitrary: oddLine, weight: 1 }), { maxLength: 40 }),
    end: fc.constantFrom("\n", "\n", "\r\n"),
    lastEnd: fc.boolean(),
  })
  .map(({ mark, lines, end, lastEnd }) => mark + lines.join(end) + (lastEnd ? end : ""));
const layouts = fc.record({
  quote: fc.constantFrom<Quote>('"', '"', "'", ""),
  header: fc.boolean(),
  chunkBytes: fc.integer({ min: 1, max: 80 }),
  recordBytes: fc.constantFrom(1 << 20, 1 << 20, 8, 30),
});
const LF = 10;
const WHOLE = { chunkBytes: 1 << 20 };

describe("a file that is read in stretches", () => {
  it("has the rows that it has when it is read from its beginning to its end", async () => {
    await fc.assert(
      fc.asyncProperty(texts, layouts, fc.integer({ min: 1, max: 4 }), async (text, layout, lanes) => {
        const file = fileOf("a.csv", text);
        expect(await outcome(file, layout, lanes)).toEqual(await outcome(file, { ...layout, ...WHOLE }, 0));
      }),
      { numRuns: 2000 },
    );
  }, 60_000);

  it("has the quoted row that follows a header with a carriage return at its end", async () => {
    const quoted = `"a\n${"1,2\n".repeat(10)}3",4`;
    for (const chunkBytes of [8, 20, 1000]) {
      const layout = { quote: '"', header: true, chunkBytes } as const;
      const { rows } = await read(fileOf("a.csv", `x,y\r${quoted}\n5,6\n`), layout, 2);
      expect(rows).toEqual([quoted, "5,6"]);
    }
  });

  it("has the same first byte that is not UTF-8", async () => {
    const wrong = fc.constantFrom([0xff], [0xc3], [0xe2, 0x82], [0xbf]);
    await fc.assert(
      fc.asyncProperty(texts, wrong, fc.nat(200), layouts, async (text, bytes, place, layout) => {
        const good = new TextEncoder().encode(text);
        const at = Math.min(place, good.length);
        const file = fileOf("a.csv", good.subarray(0, at), Uint8Array.from(bytes), good.subarray(at));
        expect(await outcome(file, layout, 2)).toEqual(await outcome(file, { ...layout, ...WHOLE }, 0));
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it("has the same malformed row where a line is too long", async () => {
    const lines = ["x,y", "1,2", `3,${"4".repeat(300)}`, "5,6", "7,8,9", "10,11"].join("\n");
    for (const chunkBytes of [7, 50, 90, 250, 1000]) {
      const layout = { quote: '"', header: true, chunkBytes, recordBytes: 200 } as const;
      const { rows } = await read(fileOf("a.csv", lines), layout, 2);
      expect(rows.map((row) => row.slice(0, 14))).toEqual(["1,2", "malformed: 3,4", "5,6", "malformed: 7,8", "10,11"]);
    }
  });

  it("is read in stretches but for its header, its last line without an end, and around a quoted row", async () => {
    const rows = Array.from({ length: 2000 }, (_, row) => `${row},${row * row}`);
    const layout = { quote: '"', header: true, chunkBytes: 500 } as const;
    const plain = await read(fileOf("a.csv", `x,y\n${rows.join("\n")}`), layout, 3);
    expect(plain.rows).toHaveLength(2000);
    expect(plain.bytes.others).toBe("x,y\n1999,3996001".length);
    rows[1000] = '"1,\n2",3';
    const quoted = await read(fileOf("a.csv", `x,y\n${rows.join("\n")}\n`), layout, 3);
    expect(quoted.rows).toHaveLength(2000);
    expect(quoted.bytes.others).toBeLessThan(1500);
  });

  it("is not tried again in stretches as long as all it holds is quoted", async () => {
    const rows = Array.from({ length: 2000 }, (_, row) => `"${row}",${row * row}`);
    let asked = 0;
    const file = fileOf("a.csv", `x,y\n${rows.join("\n")}\n`);
    const slice = file.blob.slice.bind(file.blob);
    file.blob.slice = (...range) => {
      asked += 1;
      return slice(...range);
    };
    const { bytes } = await read(file, { quote: '"', header: true, chunkBytes: 500 }, 3);
    expect(bytes.stretches).toBe(0);
    expect(asked).toBeLessThan((1.2 * file.blob.size) / 500);
  });
});
