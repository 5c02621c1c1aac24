import { readFile } from "node:fs/promises";
import {
  Dictionary,
  Field,
  Int32,
  Int64,
  LargeUtf8,
  List,
  Table,
  type TypeMap,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from "apache-arrow";
import { type OddFile, SESSIONS } from "./odd-file.mts";
import { oldListsParquet } from "./old-lists.mts";
import { ParquetWriter } from "./parquet-writer.mts";

const AT = "TIMESTAMP '2024-05-14 10:00:00'";
const TIME = "2024-05-14T10:00:00.000000";

type Case = readonly [name: string, content: Uint8Array, gives: string, more?: Partial<OddFile>];

/** Odd files with types, as native DuckDB and apache-arrow write them. */
export async function oddColumnarFiles(): Promise<OddFile[]> {
  const writer = new ParquetWriter();
  await writer.open();
  const write = (select: string, option = "COMPRESSION snappy") => writer.write(select, option);
  const cases: Case[] = [];
  const add = (name: string, content: Uint8Array, gives: string, more?: Partial<OddFile>) =>
    cases.push([name, content, gives, more ?? {}]);
  try {
    for (const codec of ["uncompressed", "snappy", "gzip", "zstd", "lz4_raw", "brotli"]) {
      add(`Parquet with ${codec}`, await write(clicksOf("unnest([501, 502])::BIGINT"), `COMPRESSION ${codec}`), "501 502");
    }
    for (const [type, value, gives] of ITEMS)
      add(`Parquet, ${type} as an item`, await write(clicksOf(`${value}::${type}`)), gives);
    for (const [type, value, gives] of TIMES) {
      add(`Parquet, ${type} as a time`, await write(clicksOf("501", `${value}::${type}`)), gives, { tell: "time" });
    }
    const many = await write(clicksOf("range + 1", AT, "range(5000)"), "ROW_GROUP_SIZE 2048");
    add("Parquet of several row groups", many, "5000 rows");
    add("Parquet without rows", await write(`${clicksOf("501")} LIMIT 0`), "");
    add("Parquet with nothing but missing values", await write(clicksOf("NULL::BIGINT")), " | 1 missing-item-id");
    add(
      "Parquet with a column that cannot be used",
      await write(clicksOf("501").replace(" FROM", ", '\\x01'::BLOB AS b, TIME '10:00:00' AS t FROM")),
      "501",
    );
    const carts = `SELECT 1 AS customer_id, 501 AS config_id, uuid() AS simple_id, ${AT} AS occurred_at`;
    add("Parquet with a UUID that nobody needs", await write(carts), "501", { role: "add_to_carts" });
    add("Parquet cut off", many.subarray(0, many.length - 100), "unreadable-file: it has no Parquet footer, so it is cut off");
    add("Parquet cut off at its beginning", cat(many.subarray(0, 4), many.subarray(400)), "unreadable-file: Parquet");
    add("Parquet with a damaged footer", damaged(many, many.length - 40), "unreadable-file: Parquet");
    add("Parquet of magic alone", many.subarray(0, 4), "unreadable-file: it has no Parquet footer, so it is cut off");
    const sessions =
      "SELECT 1 AS session, [{'aid': 501, 'ts': 1661724000278, 'type': 'clicks'}, {'aid': 502, 'ts': 1661724000279, 'type': 'carts'}] AS events";
    add("Parquet with a list of events", await write(sessions), "501 502", SESSIONS);
    const carousels =
      "SELECT DATE '2024-05-15' AS dt, 'r1' AS ranking_id, 1 AS customer_id, [{'item_id': 501, 'is_order': true}, {'item_id': 502, 'is_order': NULL}] AS impressions";
    add("Parquet with carousels", await write(carousels), "501 502", { role: "impressions" });
    const ids = (list: string) =>
      write(
        `SELECT DATE '2024-05-15' AS dt, 1 AS customer_id, ${list} AS impressions UNION ALL SELECT DATE '2024-05-15', 2, NULL`,
      );
    add("Parquet with carousels of integers", await ids("[501, 502]::BIGINT[]"), "501 502", { role: "impressions" });
    add("Parquet with carousels of texts", await ids("['501', 'b']"), '"501" "b"', { role: "impressions" });
    add("Parquet with carousels of floats", await ids("[501.0, 502.0]::DOUBLE[]"), "501 502", { role: "impressions" });
    add("Parquet with a carousel that has a gap", await ids("[501, NULL]"), " | 1 missing-item-id", { role: "impressions" });
    add("Parquet with carousels of lists", await ids("[[501], [502]]"), " | 1 bad-item-id", { role: "impressions" });
    const renamed = await write(carousels.replaceAll("item_id", "produkt"));
    const mapped = { standardize: { columns: { impressions: { item_id: "produkt" } } } };
    add(
      "Parquet with carousels without the item's name",
      renamed,
      "missing-column: clicks.bin has no field item_id in its lists impressions, which impressions needs. They have: produkt, is_order.",
      { role: "impressions" },
    );
    add("Parquet with carousels whose item is mapped", renamed, "501 502", { role: "impressions", config: mapped });
    const asRows = { standardize: { columns: { impressions: { item_id: "impressions.produkt" } } } };
    add("Parquet with carousels whose entries are rows", renamed, "501 502", { role: "impressions", config: asRows });
  } finally {
    await writer.close();
  }
  const shownAs = (column: string) => ({
    role: "impressions" as const,
    config: { standardize: { columns: { impressions: { impressions: column } } } },
  });
  for (const kind of ["values", "structs", "tuples", "repeated"] as const) {
    add(`Parquet with lists of two levels or one: ${kind}`, oldListsParquet(kind), "501 502 503", { role: "impressions" });
  }
  for (const name of ["polars.parquet", "polars.arrow", "polars.arrows"]) {
    add(
      `lists of plain ids in ${name} (large lists in Arrow)`,
      await fixture(name),
      "1 2 3 | 3 missing-customer-id",
      shownAs("ids"),
    );
    add(`large lists of structs in ${name}`, await fixture(name), "1 | 3 missing-customer-id", shownAs("impressions"));
  }
  const int96 = await fixture("pyarrow-int96.parquet");
  add("Parquet with INT96, which is an instant in UTC", int96, "2024-05-15T11:30:33.123456 | 2 missing-customer-id", {
    tell: "time",
    config: {
      standardize: { timeZone: "Asia/Tokyo", columns: { clicks: { customer_id: "t", item_id: "t", click_time: "t" } } },
    },
  });
  const plain = {
    customer_id: vectorFromArray([1n], new Int64()),
    item_id: vectorFromArray([501n], new Int64()),
    click_time: vectorFromArray(["2024-05-14T10:00:00Z"], new Utf8()),
  };
  const arrow = (columns: Partial<Record<string, Vector>>, kind: "file" | "stream") =>
    tableToIPC(new Table({ ...plain, ...columns } as Record<string, Vector>) as Table<TypeMap>, kind);
  add("an Arrow file", arrow({}, "file"), "501");
  add("an Arrow stream", arrow({}, "stream"), "501");
  add(
    "an Arrow file with a dictionary",
    arrow({ item_id: vectorFromArray(["x"], new Dictionary(new Utf8(), new Int32())) }, "file"),
    '"x"',
  );
  add(
    "an Arrow file with lists of plain ids",
    arrow(
      {
        dt: vectorFromArray(["2024-05-15"], new Utf8()),
        impressions: vectorFromArray([[501n, 502n]], new List(new Field("item", new Int64()))),
      },
      "file",
    ),
    "501 502",
    { role: "impressions" },
  );
  add("an Arrow file with large strings", arrow({ item_id: vectorFromArray(["x"], new LargeUtf8()) }, "file"), '"x"');
  add(
    "an Arrow file cut off",
    arrow({}, "file").subarray(0, -20),
    "unreadable-file: its Arrow data is damaged or cut off (it has no footer)",
  );
  const stream = arrow({}, "stream");
  add("an Arrow stream cut off", stream.subarray(0, stream.length - 60), "unreadable-file: its Arrow data is damaged or cut off");
  add("an Arrow stream without its end mark", stream.subarray(0, stream.length - 8), "501");
  return cases.map(([name, content, gives, more]) => ({ name, path: "clicks.bin", content, gives, ...more }));
}

const ITEMS: readonly (readonly [string, string, string])[] = [
  ["TINYINT", "7", "7"],
  ["UINTEGER", "4294967295", "4294967295"],
  ["UBIGINT", "9223372036854775807", "9223372036854775807"],
  ["UBIGINT", "18446744073709551615", '"18446744073709551615"'],
  ["DOUBLE", "501.0", "501"],
  ["DOUBLE", "1.5", '"1.5"'],
  ["DOUBLE", "'NaN'", '"nan"'],
  ["DECIMAL(18, 0)", "501", "501"],
  ["DECIMAL(18, 2)", "501", "501"],
  ["DECIMAL(18, 2)", "1.5", '"1.50"'],
  ["DECIMAL(38, 0)", "99999999999999999999", '"99999999999999999999"'],
  ["VARCHAR", "'00012'", '"00012"'],
  ["BOOLEAN", "true", '"true"'],
  ["UUID", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'", "unreadable-file: column item_id has a type that cannot be used"],
  ["DATE", "'2024-05-14'", '"2024-05-14"'],
];

const TIMES: readonly (readonly [string, string, string])[] = [
  ["TIMESTAMP", AT, TIME],
  ["TIMESTAMP_S", AT, TIME],
  ["TIMESTAMP_MS", AT, TIME],
  ["TIMESTAMP_NS", "'2024-05-14 10:00:00.123456789'", "2024-05-14T10:00:00.123456"],
  ["TIMESTAMPTZ", "'2024-05-14 10:00:00+00'", TIME],
  ["DATE", "'2024-05-14'", "2024-05-14T00:00:00.000000"],
  ["BIGINT", "1715680800000", TIME],
  ["DOUBLE", "1715680800", TIME],
  ["VARCHAR", "'2024-05-14T10:00:00Z'", TIME],
  ["BOOLEAN", "true", " | 1 bad-time"],
];

function clicksOf(item: string, time = AT, from = "range(1)"): string {
  return `SELECT 1::BIGINT AS customer_id, ${item} AS item_id, ${time} AS click_time FROM ${from}`;
}

async function fixture(name: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(new URL(`../sources/fixtures/${name}`, import.meta.url)));
}

function cat(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function damaged(content: Uint8Array, at: number): Uint8Array {
  const copy = content.slice();
  copy.fill(0xff, at, at + 16);
  return copy;
}
