import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeProblem, problemOf } from "../errors";
import { type Cell, readWithHyparquet } from "../parquet/testing/readers.mts";
import { buildInMemory, type TestBuild } from "../testing/builds.mts";
import type { InputFile } from "../testing/input-files.mts";
import { ParquetWriter } from "../testing/parquet-writer.mts";

const writer = new ParquetWriter();
beforeAll(() => writer.open());
afterAll(() => writer.close());

type Row = Record<string, string | number | boolean | null>;

async function part(format: "csv" | "parquet", role: InputFile["role"], name: string, rows: readonly Row[]): Promise<InputFile> {
  const columns = Object.keys(rows[0] ?? {});
  const csv = [columns.join(), ...rows.map((row) => columns.map((column) => row[column] ?? "").join())].join("\n");
  const path = `${name}.${format}`;
  if (format === "csv") return { role, file: { path, blob: new Blob([csv]) } };
  const literal = (value: Row[string]) => (typeof value === "string" ? `'${value}'` : String(value));
  const values = rows.map((row) => `(${columns.map((column) => literal(row[column] ?? null)).join()})`);
  const bytes = await writer.write(`SELECT * FROM (VALUES ${values.join()}) AS t(${columns.join()})`);
  return { role, file: { path, blob: new Blob([bytes]) } };
}

const COLUMNS = ["customer_id", "ranking_id", "slot", "impressions", "is_order"];

async function rowsOf(built: TestBuild): Promise<string[]> {
  const rows: Record<string, Cell>[] = await readWithHyparquet(built.bytes.get("dataset.parquet") ?? new Uint8Array());
  return rows.map((row) => COLUMNS.map((column) => row[column]).join(" "));
}

const hashOf = ({ report }: TestBuild) => report.output.map(({ sha256 }) => sha256);

describe.each(["csv", "parquet"] as const)("parts of a table in %s", (format) => {
  const of = (role: InputFile["role"], name: string, ...rows: Row[]) => part(format, role, name, rows);
  const shown = (name: string, row: Row) => of("impressions", name, { dt: "2024-05-15", customer_id: 1, ...row });
  const built = (files: readonly InputFile[], standardize: object = {}) =>
    buildInMemory(files, { standardize, output: { columns: COLUMNS } });

  it("may lack the ranking, the label or the slot in some", async () => {
    const files = [
      await shown("all", { ranking_id: "r1", item_id: 10, is_order: true, slot: 3 }),
      await shown("no-label", { ranking_id: "r2", item_id: 20, slot: 4 }),
      await shown("no-slot", { ranking_id: "r3", item_id: 30, is_order: false }),
      await shown("no-ranking", { item_id: 40, is_order: false }),
    ];
    const one = await built(files);
    expect(await rowsOf(one)).toEqual(["1  0 40 false", "1 r1 3 10 true", "1 r2 4 20 ", "1 r3 0 30 false"]);
    expect(one.report.impressions).toBe(4);
    expect(hashOf(await built(files.toReversed()))).toEqual(hashOf(one));
  });

  it("may be one carousel, of which some items have a slot, whatever the order of the files", async () => {
    const files = [
      await shown("with-slot", { item_id: 10, slot: 1 }),
      await of("impressions", "without", ...[20, 30].map((item_id) => ({ dt: "2024-05-15", customer_id: 1, item_id }))),
    ];
    const one = await built(files);
    expect(one.report).toMatchObject({ impressions: 1, rows: 3 });
    expect(hashOf(await built(files.toReversed()))).toEqual(hashOf(one));
  });

  it("may lack the partition date or the time of an order in some: those actions are judged by what they have", async () => {
    const files = [
      await shown("a", { item_id: 10, is_order: true }),
      await of("clicks", "dated-late", { dt: "2024-05-15", customer_id: 1, item_id: 10, click_time: "2024-05-14 10:00:00" }),
      await of("clicks", "undated", { customer_id: 1, item_id: 11, click_time: "2024-05-14 11:00:00" }),
      await of("clicks", "undated-late", { customer_id: 1, item_id: 12, click_time: "2024-05-15 00:00:00" }),
      await of("previous_orders", "timed", {
        ...{ order_date: "2024-05-14", customer_id: 1, config_id: 13, occurred_at: "2024-05-14 12:00:00" },
      }),
      await of("previous_orders", "untimed", { order_date: "2024-05-13", customer_id: 1, config_id: 14 }),
    ];
    const histories: Record<string, unknown> = {};
    for (const cutoff of ["event_time", "partition_date", "both"]) {
      const { bytes, report } = await buildInMemory(files, { filter: { cutoff }, rank: { maxActions: 4 } });
      const [row] = await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array());
      histories[cutoff] = row?.actions;
      expect(report).toMatchObject({ actions: 5, partitionDateMismatches: 1, audit: { histories: 1, violations: 0 } });
    }
    expect(histories).toEqual({
      event_time: [13n, 11n, 10n, 14n],
      partition_date: [13n, 11n, 14n, 0n],
      both: [13n, 11n, 14n, 0n],
    });
  });

  it("may call their columns otherwise, each by one of the names that are told", async () => {
    const files = [
      await shown("a", { item_id: 10, bought: true, rid: "r1", pos: 2 }),
      await shown("b", { item_id: 11, ranking_id: "r9", slot: 5, is_order: true }),
      await of("clicks", "c", { customer_id: 1, sku: 10, click_time: "2024-05-14 10:00:00" }),
      await of("clicks", "d", { customer_id: 1, item_id: 11, click_time: "2024-05-14 11:00:00" }),
    ];
    const both = (own: string, canonical: string) => ({ [canonical]: [own, canonical] });
    const impressions = { ...both("bought", "is_order"), ...both("rid", "ranking_id"), ...both("pos", "slot") };
    const one = await built(files, { columns: { impressions, clicks: both("sku", "item_id") } });
    expect(await rowsOf(one)).toEqual(["1 r1 2 10 true", "1 r9 5 11 true"]);
    expect(one.report.actions).toBe(2);
    const first = { is_order: "bought", ranking_id: "rid", slot: "pos" };
    const two = await built(files, { columns: { impressions: first, clicks: both("sku", "item_id") } });
    expect(await rowsOf(two)).toEqual(["1  0 11 ", "1 r1 2 10 true"]);
  });

  it("must all have what their role needs: the message names the file and the column", async () => {
    const titleOf = async (files: readonly InputFile[], standardize: object = {}) => {
      const problem = await built(files, standardize).then(() => null, problemOf);
      return problem && describeProblem(problem).title;
    };
    const impressions = await shown("a", { item_id: 10 });
    const clicks = await of("clicks", "c1", { customer_id: 1, item_id: 10, click_time: "2024-05-14 10:00:00" });
    const without = await of("clicks", "c2", { customer_id: 1, click_time: "2024-05-14 11:00:00" });
    expect(await titleOf([impressions, clicks, without])).toBe(
      `c2.${format} has no column item_id, which clicks needs. It has: customer_id, click_time.`,
    );
    const undated = await of("impressions", "b", { customer_id: 1, item_id: 10 });
    expect(await titleOf([impressions, undated, clicks])).toBe(
      `b.${format} has no column dt, which impressions needs. It has: customer_id, item_id.`,
    );
    const sku = await of("clicks", "c3", { customer_id: 1, sku: 10, click_time: "2024-05-14 10:00:00" });
    expect(await titleOf([impressions, sku, clicks], { columns: { clicks: { item_id: "sku" } } })).toBe(
      `c1.${format} has no column sku, which clicks needs as item_id. It has: customer_id, item_id, click_time.`,
    );
  });
});
