import { Int64, Table, TimestampMillisecond, tableToIPC, vectorFromArray } from "apache-arrow";
import fc from "fast-check";
import { Table as ParquetTable, writeParquet } from "parquet-wasm/esm";
import { describe, expect, it } from "vitest";
import { parseConfig, type Role } from "../config";
import { sniff } from "../sources/sniff";
import type { BuildSource } from "../sources/types";
import { sharedEngine } from "../testing/builds.mts";
import { check } from "./check";
import type { Checked, CheckedLayout } from "./checked";

type Input = [role: Role, path: string, text: string];

const IMPRESSIONS: Input = [
  "impressions",
  "impressions.csv",
  `dt,ranking_id,customer_id,item_id,is_order
2024-05-15,r1,1,100,true
2024-05-15,r1,1,101,false
2024-05-16,r2,2,100,false
`,
];
const RECORD = '{"customer_id":1,"item_id":100,"click_time":"2024-05-14 10:00:00","note":"a record of a list"}';
const CLICKS = "dt,customer_id,item_id,click_time\n";

function sourcesOf(inputs: readonly Input[]): Promise<BuildSource[]> {
  return Promise.all(
    inputs.map(async ([role, path, text]) => {
      const file = { path, blob: new Blob([text]) };
      return { role, file, source: await sniff(file) };
    }),
  );
}

async function checked(inputs: readonly Input[], config: unknown = {}): Promise<Checked> {
  return check(sharedEngine, await sourcesOf(inputs), parseConfig(config), () => undefined);
}

const layout = ({ layouts }: Checked, role: Role): CheckedLayout => {
  const found = layouts.find((each) => each.role === role);
  if (!found) throw new Error(`no ${role}`);
  return found;
};

describe("a check", () => {
  it("tells how many customers and items of the actions were shown, and the days of both", async () => {
    const clicks = `${CLICKS}2024-05-14,1,100,2024-05-14 10:00:00\n2024-05-13,7,555,2024-05-13 10:00:00\n2024-05-13,7,101,2024-05-12 10:00:00\n`;
    const found = await checked([IMPRESSIONS, ["clicks", "clicks.csv", clicks]]);
    expect(layout(found, "clicks")).toMatchObject({ rowsRead: 3, rowsKept: 3, isWhole: true, files: 1 });
    expect(layout(found, "clicks").actions).toEqual({
      days: { first: 19855, last: 19857 },
      customers: 2,
      customersShown: 1,
      known: 1,
      items: 3,
      itemsShown: 2,
      partitionDateMismatches: 1,
    });
    expect(found.shown).toEqual({
      days: { first: 19858, last: 19859 },
      rows: 3,
      customers: 2,
      items: 2,
      histories: 2,
      emptyHistories: 1,
    });
    expect(found.itemRange).toEqual({ least: "100", greatest: "555" });
  });

  it("counts rejected rows by reason, with an example of each", async () => {
    const clicks = `${CLICKS}2024-05-14,1,100,never\n2024-05-14,1,100,later\n2024-05-14,,100,2024-05-14 10:00:00\n`;
    const found = layout(await checked([IMPRESSIONS, ["clicks", "clicks.csv", clicks]]), "clicks");
    expect(found.rejected).toEqual({ "bad-time": 2, "missing-customer-id": 1 });
    expect(found.examples.map(({ row, reason }) => [row, reason])).toEqual([
      [3, "missing-customer-id"],
      [1, "bad-time"],
    ]);
  });

  it("goes on with text where ids are text, and says which", async () => {
    const clicks = `${CLICKS}2024-05-14,1,sku-1,2024-05-14 10:00:00\n`;
    const found = await checked([IMPRESSIONS, ["clicks", "clicks.csv", clicks]]);
    expect(found.textIds).toEqual({ customer: null, item: { file: "clicks.csv", example: "sku-1", integers: 2 / 3 } });
    expect(found.itemRange).toBeNull();
    expect(layout(found, "clicks").actions).toMatchObject({ customersShown: 1, itemsShown: 0 });
  });

  it("takes files of one role with the same columns together, and others apart", async () => {
    const click = (customer: number) => `${CLICKS}2024-05-14,${customer},100,2024-05-14 10:00:00\n`;
    const found = await checked([
      IMPRESSIONS,
      ["clicks", "a.csv", click(1)],
      ["clicks", "b.csv", click(2)],
      ["clicks", "c.csv", "click_time,item_id,customer_id\n2024-05-14 10:00:00,100,9\n"],
    ]);
    expect(found.layouts.map(({ role, files, actions }) => [role, files, actions?.customersShown ?? null])).toEqual([
      ["impressions", 1, null],
      ["clicks", 2, 2],
      ["clicks", 1, 0],
    ]);
  });

  it("reads a part of a large file, from its beginning to its end", async () => {
    const day = (n: number) => new Date(Date.UTC(2023, 0, 1 + n)).toISOString().slice(0, 10);
    const rows = 400_000;
    const lines = Array.from(
      { length: rows },
      (_, n) => `${day(Math.floor(n / 4000))},${n % 50},${n + 1},${day(Math.floor(n / 4000))}T10:00:00Z\n`,
    );
    const found = layout(await checked([IMPRESSIONS, ["clicks", "clicks.csv", CLICKS + lines.join("")]]), "clicks");
    expect(found.isWhole).toBe(false);
    expect(found.rowsRead).toBeLessThan(rows);
    expect(found.rowsRead * (found.bytes / found.bytesRead)).toBeCloseTo(rows, -4);
    expect(found.rejected).toEqual({});
    expect(found.actions?.days?.first).toBe(19358);
    expect(found.actions?.days?.last).toBe(19358 + 99);
  });

  it("says so where only the beginning can be looked at", async () => {
    const line = "2024-05-14,1,100,2024-05-14 10:00:00\n";
    const file = { path: "clicks.json", blob: new Blob([`[${Array.from({ length: 120_000 }, () => RECORD).join(",")}]`]) };
    const found = await checked([IMPRESSIONS, ["clicks", "clicks.csv", CLICKS + line.repeat(300_000)]]);
    expect(layout(found, "clicks")).toMatchObject({ isWhole: false, isHeadOnly: false });
    const source = { role: "clicks" as const, file, source: await sniff(file) };
    const json = await check(sharedEngine, [source], parseConfig({}), () => undefined);
    expect(layout(json, "clicks")).toMatchObject({ isWhole: false, isHeadOnly: true });
  });

  it("judges histories by the cutoff and the lookback of the config", async () => {
    const clicks = `${CLICKS}2024-05-15,1,100,2024-05-14 10:00:00\n2024-05-01,2,100,2024-05-01 10:00:00\n`;
    const empty = async (filter: unknown) =>
      (await checked([IMPRESSIONS, ["clicks", "clicks.csv", clicks]], { filter })).shown?.emptyHistories;
    expect(await empty({})).toBe(0);
    expect(await empty({ cutoff: "partition_date" })).toBe(1);
    expect(await empty({ lookbackDays: 3 })).toBe(1);
  });

  it("ends when what is called between chunks throws", async () => {
    const file = { path: IMPRESSIONS[1], blob: new Blob([IMPRESSIONS[2]]) };
    const sources = [{ role: IMPRESSIONS[0], file, source: await sniff(file) }];
    const stop = () => {
      throw new Error("not wanted any more");
    };
    await expect(check(sharedEngine, sources, parseConfig({}), stop)).rejects.toThrow("not wanted");
  });
});

describe("a check of plain rows", () => {
  const noEngine = async () => {
    throw new Error("an engine was started");
  };
  const IMPRESSIONS_FILE = `dt,ranking_id,customer_id,impressions
2024-05-15,r1,1,"[{""item_id"":100,""is_order"":true},{""item_id"":101}]"
2024-05-16,r2,2,"[{""item_id"":100}]"
`;

  it("needs no engine", async () => {
    const clicks = `${CLICKS}2024-05-14,1,100,2024-05-14 10:00:00\n2024-05-13,7,555,2024-05-12 10:00:00\n`;
    const inputs: Input[] = [
      ["impressions", "impressions.csv", IMPRESSIONS_FILE],
      ["clicks", "clicks.csv", clicks],
    ];
    const found = await check(noEngine, await sourcesOf(inputs), parseConfig({}), () => undefined);
    expect(found.shown).toMatchObject({ rows: 3, customers: 2, items: 2, histories: 2, emptyHistories: 1 });
    expect(layout(found, "clicks").actions).toMatchObject({
      customers: 2,
      customersShown: 1,
      known: 1,
      partitionDateMismatches: 1,
    });
  });

  it("calls files without rows read as a whole", async () => {
    const clicks = new Table({
      customer_id: vectorFromArray([], new Int64()),
      item_id: vectorFromArray([], new Int64()),
      click_time: vectorFromArray([], new TimestampMillisecond()),
    });
    const content = writeParquet(ParquetTable.fromIPCStream(tableToIPC(clicks, "stream")));
    const file = { path: "clicks.parquet", blob: new Blob([content as Uint8Array<ArrayBuffer>]) };
    const [shown] = await sourcesOf([["impressions", "impressions.csv", IMPRESSIONS_FILE]]);
    const sources = [shown as BuildSource, { role: "clicks" as const, file, source: await sniff(file) }];
    const found = await check(noEngine, sources, parseConfig({}), () => undefined);
    expect(layout(found, "clicks")).toMatchObject({ rowsRead: 0, isWhole: true });
    const csv = await checked([["clicks", "clicks.csv", CLICKS]]);
    expect(layout(csv, "clicks")).toMatchObject({ rowsRead: 0, isWhole: true });
  });

  it("says what it says where an engine reads the same rows", async () => {
    const action = fc.record({
      dt: fc.constantFrom("2024-05-13", "2024-05-14", "2024-05-15"),
      customer_id: fc.integer({ min: 1, max: 6 }),
      item_id: fc.integer({ min: 98, max: 103 }),
      click_time: fc.integer({ min: 0, max: 3 * 24 * 60 - 1 }).map((minute) => {
        const time = new Date(Date.UTC(2024, 4, 13, 0, minute)).toISOString();
        return `${time.slice(0, 10)} ${time.slice(11, 19)}`;
      }),
    });
    const filter = fc.record({
      cutoff: fc.constantFrom("event_time", "partition_date", "both"),
      lookbackDays: fc.constantFrom(null, 1, 2),
      dayZone: fc.constantFrom("UTC", "America/New_York"),
    });
    const files = fc.array(fc.array(action, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 });
    const property = fc.asyncProperty(files, filter, async (written, settings) => {
      const config = parseConfig({ filter: settings });
      const answer = async (start: Parameters<typeof check>[0], between: string) => {
        const clicks = written.map((rows, number): Input => {
          const lines = rows.map((row) => `${Object.values(row).join(between)}\n`);
          return ["clicks", `clicks-${number}.csv`, CLICKS + lines.join("")];
        });
        const inputs = await sourcesOf([["impressions", "impressions.csv", IMPRESSIONS_FILE], ...clicks]);
        const found = await check(start, inputs, config, () => undefined);
        return { shown: found.shown, itemRange: found.itemRange, actions: layout(found, "clicks").actions };
      };
      let engines = 0;
      const counted = () => {
        engines += 1;
        return sharedEngine();
      };
      expect(await answer(noEngine, ",")).toEqual(await answer(counted, " , "));
      expect(engines, "blanks around values are not plain").toBe(1);
    });
    await fc.assert(property, { numRuns: 25 });
  });
});
