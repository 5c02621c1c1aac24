import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cell, readWithHyparquet } from "../parquet/testing/readers.mts";
import { buildInMemory, type TestBuild } from "../testing/builds.mts";
import type { InputFile } from "../testing/input-files.mts";
import { ParquetWriter } from "../testing/parquet-writer.mts";

const writer = new ParquetWriter();
beforeAll(() => writer.open());
afterAll(() => writer.close());

const text = (role: InputFile["role"], content: string): InputFile => ({
  role,
  file: { path: `${role}.csv`, blob: new Blob([content]) },
});
const parquet = async (role: InputFile["role"], query: string): Promise<InputFile> => ({
  role,
  file: { path: `${role}.parquet`, blob: new Blob([await writer.write(query)]) },
});
const SHOWN = text("impressions", "dt,customer_id,item_id\n2024-05-15,1,900\n");

/** The items of each history, without padding. */
async function histories({ bytes }: TestBuild): Promise<Cell[][]> {
  const rows = await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array());
  return rows.map(({ actions }) => (actions as Cell[]).filter((item) => item !== 0n));
}

describe.each([true, false])(
  "days and times of Parquet that are none of a calendar, with plain rows read by lanes: %s",
  (plain) => {
    const build = (inputs: InputFile[], filter: object = {}) =>
      buildInMemory(inputs, { filter, rank: { maxActions: 4 } }, { plain });

    it.each(["[900] AS impressions", "900 AS item_id"])("are no days of impressions with %s", async (items) => {
      const shown = await parquet(
        "impressions",
        `SELECT unnest([DATE '2024-05-15', 'infinity', '-infinity', '280000-01-01', '10000-01-01']) AS dt, 1 AS customer_id, ${items}`,
      );
      const { report } = await build([shown]);
      expect(report.sources[0]?.rejected).toEqual({ "bad-date": 4 });
      expect(report.rows).toBe(1);
    });

    it("are no partition dates", async () => {
      const clicks = await parquet(
        "clicks",
        `SELECT unnest([DATE '2024-05-14', '-infinity']) AS dt, 1 AS customer_id, unnest([7, 8]) AS item_id, TIMESTAMP '2024-05-14' AS click_time`,
      );
      const built = await build([SHOWN, clicks], { cutoff: "partition_date" });
      expect(built.report.sources[1]?.rejected).toEqual({ "bad-date": 1 });
      expect(await histories(built)).toEqual([[7n]]);
    });

    it("are no days of orders without a time", async () => {
      const orders = await parquet(
        "previous_orders",
        `SELECT unnest([DATE '2024-05-14', 'infinity', '5881580-07-10']) AS order_date, 1 AS customer_id, 7 AS config_id`,
      );
      const built = await build([SHOWN, orders]);
      expect(built.report.sources[1]?.rejected).toEqual({ "bad-date": 2 });
      expect(await histories(built)).toEqual([[7n]]);
    });

    it("are no times", async () => {
      const clicks = await parquet(
        "clicks",
        `SELECT 1 AS customer_id, 7 AS item_id, unnest([TIMESTAMP '2024-05-14', '-infinity', '10000-01-01', '0001-12-31 (BC)']) AS click_time`,
      );
      const built = await build([SHOWN, clicks]);
      expect(built.report.sources[1]?.rejected).toEqual({ "bad-time": 3 });
      expect(await histories(built)).toEqual([[7n]]);
    });
  },
);

describe("times that a number does not hold to the microsecond", () => {
  const LOCAL = "2255-06-05 23:47:34.740991";
  const shown = text("impressions", "dt,customer_id,item_id\n2255-06-08,1,900\n");
  const csv = async () => text("clicks", `customer_id,item_id,click_time\n1,7,${LOCAL}\n`);
  const columnar = () => parquet("clicks", `SELECT 1 AS customer_id, 7 AS item_id, TIMESTAMP '${LOCAL}' AS click_time`);

  it.each([csv, columnar])("are exact west of UTC", async (clicks) => {
    const config = { standardize: { timeZone: "America/Bogota" }, output: { columns: ["newest_action_at"] } };
    for (const plain of [true, false]) {
      const { bytes } = await buildInMemory([shown, await clicks()], config, { plain });
      const [row] = await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array());
      expect(row?.newest_action_at).toBe(BigInt(Date.UTC(2255, 5, 6, 4, 47, 34)) * 1000n + 740_991n);
    }
  });

  it.each([
    ["2300-01-01", "2300-01-02"],
    ["9998-12-31", "9999-01-01"],
    ["0002-12-31", "0003-01-01"],
  ])("are of their own day at its end: %s", async (day, next) => {
    const own = text("impressions", `dt,customer_id,item_id\n${day},1,900\n${next},1,900\n`);
    const clicks = text("clicks", `customer_id,item_id,click_time\n1,7,${day}T23:59:59.999999Z\n`);
    const built = await buildInMemory([own, clicks], { rank: { maxActions: 2 } });
    expect(await histories(built)).toEqual([[], [7n]]);
    expect(built.report.audit.violations).toBe(0);
  });
});
