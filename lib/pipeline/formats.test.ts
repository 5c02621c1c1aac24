import { describe, expect, it } from "vitest";
import { problemOf } from "../errors";
import { type Cell, readWithHyparquet } from "../parquet/testing/readers.mts";
import { buildInMemory, type TestBuild } from "../testing/builds.mts";
import type { InputFile } from "../testing/input-files.mts";

const text = (path: string, content: string): InputFile["file"] => ({ path, blob: new Blob([content]) });
const shown = (path: string, content: string): InputFile => ({ role: "impressions", file: text(path, content) });
const clicks = (content: string): InputFile => ({ role: "clicks", file: text("clicks.csv", content) });

const ALL_COLUMNS = ["dt", "customer_id", "ranking_id", "slot", "impressions", "is_order"];

async function rowsOf({ bytes }: TestBuild): Promise<Record<string, Cell>[]> {
  return readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array());
}

/** Day, item, slot and label of each row. */
async function items(
  file: InputFile,
  impressions: object = {},
  more: object = {},
): Promise<{ rows: string[]; rejected: object }> {
  const config = {
    ...more,
    standardize: { columns: { impressions } },
    output: { itemIds: "vocabulary", columns: ALL_COLUMNS },
  };
  const built = await buildInMemory([file], config);
  const vocabulary = await readWithHyparquet(built.bytes.get("vocabulary.parquet") ?? new Uint8Array());
  const names = new Map(vocabulary.map(({ id, item_id }) => [id, item_id]));
  const rows = (await rowsOf(built)).map(
    ({ dt, slot, impressions: item, is_order }) => `${dt} ${slot} ${names.get(item ?? null)} ${is_order}`,
  );
  return { rows, rejected: built.report.sources[0]?.rejected ?? {} };
}

describe("impressions", () => {
  it("may be a list of plain ids, which have no labels", async () => {
    const lines =
      '{"dt":"2024-05-15","customer_id":1,"impressions":[30,10]}\n{"dt":"2024-05-15","customer_id":2,"impressions":["20"]}';
    expect(await items(shown("a.jsonl", lines))).toEqual({
      rows: ["2024-05-15 0 30 null", "2024-05-15 1 10 null", "2024-05-15 0 20 null"],
      rejected: {},
    });
  });

  it("may be a text of ids with a separator", async () => {
    const lines = "dt;customer_id;impressions\n2024-05-15;1;30|10\n2024-05-15;2;\n2024-05-15;3;[7]\n2024-05-15;4;5||6\n";
    expect(await items(shown("a.csv", lines), { list: { separator: "|" } })).toEqual({
      rows: ["2024-05-15 0 30 null", "2024-05-15 1 10 null", "2024-05-15 0 7 null"],
      rejected: { "missing-item-id": 1 },
    });
  });

  it("may have a label behind the last mark, which must be one", async () => {
    const lines = [
      "dt,customer_id,impressions",
      "2024-05-15,1,N-1-0  N2-1",
      "2024-05-15,2,N3 N4-true",
      "2024-05-15,3,N5-2",
      "2024-05-15,4,N5-",
      "2024-05-15,5,-1",
    ];
    expect(await items(shown("a.csv", lines.join("\n")), { list: { separator: " ", label: "-" } })).toEqual({
      rows: ["2024-05-15 0 N-1 false", "2024-05-15 1 N2 true", "2024-05-15 0 N3 null", "2024-05-15 1 N4 true"],
      rejected: { "malformed-row": 2, "missing-item-id": 1 },
    });
  });

  it("may call the fields of their items otherwise, and in different ways", async () => {
    const lines =
      '{"dt":"2024-05-15","customer_id":1,"impressions":[{"sku":7,"clicked":1},{"product":8,"clicked":false},{"sku":9}]}';
    const names = { item_id: ["sku", "product"], is_order: "clicked" };
    expect((await items(shown("a.jsonl", lines), names)).rows).toEqual([
      "2024-05-15 0 7 true",
      "2024-05-15 1 8 false",
      "2024-05-15 2 9 null",
    ]);
  });

  it("may be flat, with a customer, an item and a day alone", async () => {
    const lines = "customer_id,item_id,dt\n1,30,2024-05-15\n1,10,2024-05-15\n2,20,2024-05-15\n";
    expect((await items(shown("a.csv", lines))).rows).toEqual([
      "2024-05-15 0 30 null",
      "2024-05-15 1 10 null",
      "2024-05-15 0 20 null",
    ]);
  });

  it("may have a time instead of a day, which is that instant's day in the day zone", async () => {
    const lines = "customer_id,item_id,ts\n1,30,5/14/2024 9:05:58 PM\n1,10,5/14/2024 5:59:00 PM\n2,20,11/12/2024 1:00:00 AM\n";
    const zones = { filter: { dayZone: "Europe/Berlin" }, standardize: { timeZone: "America/Chicago" } };
    const built = await buildInMemory([shown("a.csv", lines)], {
      filter: zones.filter,
      standardize: { ...zones.standardize, columns: { impressions: { dt: "ts" } } },
      output: { columns: ["dt", "impressions"] },
    });
    expect((await rowsOf(built)).map(({ dt, impressions }) => `${dt} ${impressions}`)).toEqual([
      "2024-05-15 30",
      "2024-05-15 10",
      "2024-11-12 20",
    ]);
  });
});

describe("dates with the year last", () => {
  const impressions = shown("a.csv", "dt,customer_id,item_id\n2024-05-15,1,900\n");
  const config = { output: { columns: ["actions"] } };
  const log = (...times: string[]) =>
    clicks(["customer_id,item_id,click_time", ...times.map((time, k) => `1,${k + 1},${time}`)].join("\n"));
  const history = async (built: TestBuild) => (((await rowsOf(built))[0]?.actions ?? []) as Cell[]).filter((item) => item !== 0n);

  it("are read in the order that one value proves, and values that contradict it are rejected", async () => {
    const times = ["02/05/2024 10:00", "14/05/2024 10:00", "03/05/2024"];
    const built = await buildInMemory([impressions, log(...times)], config);
    expect(await history(built)).toEqual([2n, 3n, 1n]);
    const told = { ...config, standardize: { dateOrder: "month_first" } };
    const other = await buildInMemory([impressions, log(...times)], told);
    expect(await history(other)).toEqual([3n, 1n]);
    expect(other.report.sources[1]?.rejected).toEqual({ "bad-time": 1 });
  });

  it("take the order from another file of the build", async () => {
    const carts: InputFile = {
      role: "add_to_carts",
      file: text("carts.csv", "customer_id,config_id,occurred_at\n1,9,5/13/2024\n"),
    };
    expect(await history(await buildInMemory([impressions, log("5/1/2024"), carts], config))).toEqual([9n, 1n]);
  });

  it("are a question where no value tells, or where values prove both", async () => {
    const problem = async (...times: string[]) => buildInMemory([impressions, log(...times)], config).catch(problemOf);
    const common = { code: "ambiguous-dates", file: "clicks.csv", column: "click_time" };
    expect(await problem("05/01/2024")).toEqual({ ...common, example: "05/01/2024", counterExample: null });
    expect(await problem("05/13/2024", "13/05/2024")).toEqual({
      ...common,
      example: "13/05/2024",
      counterExample: "05/13/2024",
    });
    const told = { ...config, standardize: { dateOrder: "day_first" } };
    expect(await history(await buildInMemory([impressions, log("05/01/2024")], told))).toEqual([1n]);
  });
});

describe("event types that are ignored", () => {
  const impressions = shown("a.csv", "dt,customer_id,item_id\n2024-05-15,1,900\n");
  const log = [
    "customer_id,item_id,action_type,occurred_at",
    "1,10,view,2024-05-14 10:00:00",
    "1,,scroll,2024-05-14 10:00:00",
    "x,y,scroll,never",
    "2,20,view,2024-05-14 10:00:00",
    "1,30,hover,2024-05-14 10:00:00",
    "1,40,click,2024-05-14 10:00:00",
  ].join("\n");

  it("are counted and never looked at: no id of theirs, no time", async () => {
    const types = { view: "click", scroll: "ignored", click: "ignored" };
    for (const duplicates of ["keep", "drop"]) {
      const config = { unify: { duplicates }, standardize: { columns: { events: { types } } }, output: { columns: ["actions"] } };
      const { report } = await buildInMemory([impressions, { role: "events", file: text("events.csv", log) }], config);
      expect(report.sources[1]).toMatchObject({
        ...{ rowsRead: 6, rowsKept: 2, ignored: 3, withoutImpressions: 1 },
        rejected: { "unknown-action-type": 1 },
      });
      expect(report).toMatchObject({ actions: 2, actionTypes: { "1": 1, "2": 0, "3": 0 }, partitionDateMismatches: 0 });
    }
  });
});
