import {
  Table as ArrowTable,
  Field,
  Int64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  tableFromArrays,
  tableToIPC,
  vectorFromArray,
} from "apache-arrow";
import { Table, writeParquet } from "parquet-wasm/esm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "../config";
import { initParquetInNode } from "../engine/parquet-node";
import { readWithHyparquet } from "../parquet/testing/readers.mts";
import { buildInMemory } from "../testing/builds.mts";
import type { InputFile } from "../testing/input-files.mts";
import { ParquetWriter } from "../testing/parquet-writer.mts";

const AT = "TIMESTAMP '2024-05-14 10:00:00'";
const CLICK = `1::BIGINT AS customer_id, 5::BIGINT AS item_id, ${AT} AS click_time`;
const IMPRESSIONS: InputFile = {
  role: "impressions",
  file: { path: "shown.csv", blob: new Blob(["dt,customer_id,item_id,is_order\n2024-05-15,1,7,0\n2024-05-15,77,7,0\n"]) },
};

/** The ways by which rows of a Parquet file are read: by lanes, by lanes with a row left for an engine, by engines. */
const WAYS = [{}, { plain: false }, { duplicates: "drop" }] as const;

async function actionsOf(role: Role, content: Uint8Array, way: { plain?: false; duplicates?: "drop" }) {
  const inputs = [IMPRESSIONS, { role, file: { path: `${role}.parquet`, blob: new Blob([content as BlobPart]) } }];
  const config = { rank: { maxActions: 2 }, ...(way.duplicates && { unify: { duplicates: way.duplicates } }) };
  const { bytes } = await buildInMemory(inputs, config, way.plain === false ? { plain: false } : {});
  const rows = await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array());
  return rows.map(({ actions }) => actions);
}

describe("columns of a Parquet file whose names begin alike", () => {
  const writer = new ParquetWriter();
  beforeAll(() => writer.open());
  afterAll(() => writer.close());

  it.each([
    ["a UUID behind the name of another column", "clicks", `SELECT uuid() AS "session.id", 77::BIGINT AS session, ${CLICK}`],
    ["a BLOB", "clicks", `SELECT '\\x01'::BLOB AS "session.raw", 77::BIGINT AS session, ${CLICK}`],
    ["a TIME", "clicks", `SELECT TIME '10:00:00' AS "session.at", 77::BIGINT AS session, ${CLICK}`],
    [
      "a struct with a field",
      "clicks",
      `SELECT {'id': 3::BIGINT} AS "user", 77::BIGINT AS session, ${CLICK}, 9::BIGINT AS "user.id"`,
    ],
    [
      "events with a type",
      "events",
      `SELECT uuid() AS "event.uuid", 77::BIGINT AS event, 1::BIGINT AS customer_id, 5::BIGINT AS item_id,
        'click' AS a, 'click' AS action_type, ${AT} AS b, ${AT} AS occurred_at`,
    ],
    [
      "a row that is left for an engine",
      "clicks",
      `SELECT uuid() AS "event.uuid", 77::BIGINT AS event, CASE WHEN x = 1 THEN 1 END::BIGINT AS customer_id,
        5::BIGINT AS item_id, ${AT} AS click_time FROM (VALUES (1), (2)) t(x)`,
    ],
  ] as const)("are told apart: %s", async (_, role, select) => {
    const content = await writer.write(select);
    for (const way of WAYS)
      expect(await actionsOf(role, content, way), JSON.stringify(way)).toEqual([
        [5n, 0n],
        [0n, 0n],
      ]);
  });

  it("are told apart where two have one name, which are called by their number", async () => {
    await initParquetInNode();
    const content = writeParquet(Table.fromIPCStream(ipcWithRepeatedName()));
    const rows = await actionsOf("clicks", content, {});
    expect(rows).toEqual([
      [5n, 0n],
      [0n, 0n],
    ]);
  });
});

/** The columns customer_id, item_id, click_time, and twice note. */
function ipcWithRepeatedName(): Uint8Array {
  const one = tableFromArrays({ customer_id: BigInt64Array.of(1n), item_id: BigInt64Array.of(5n) });
  const times = vectorFromArray([new Date("2024-05-14T10:00:00Z")]);
  const names = ["note", "customer_id", "note", "item_id", "click_time"];
  const numbers = makeData({ type: new Int64(), data: BigInt64Array.of(77n) });
  const children = [
    numbers,
    one.getChild("customer_id")?.data[0],
    numbers,
    one.getChild("item_id")?.data[0],
    times.data[0],
  ].flatMap((data) => data ?? []);
  const fields = children.map(({ type }, index) => new Field(names[index] ?? "", type, true));
  const batch = new RecordBatch(new Schema(fields), makeData({ type: new Struct(fields), length: 1, nullCount: 0, children }));
  return tableToIPC(new ArrowTable([batch]), "stream");
}
