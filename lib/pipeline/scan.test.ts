import { describe, expect, it } from "vitest";
import { type Cell, readWithHyparquet } from "../parquet/testing/readers.mts";
import { buildInMemory, type TestBuild } from "../testing/builds.mts";
import type { InputFile } from "../testing/input-files.mts";
import { createLane, type Lane } from "./lane";

const text = (path: string, content: string): InputFile["file"] => ({ path, blob: new Blob([content]) });
const IMPRESSIONS: InputFile = {
  role: "impressions",
  file: text(
    "impressions.json",
    '[{"dt":"2024-05-15","ranking_id":"r1","customer_id":1,"impressions":[{"item_id":900,"is_order":false}]}]',
  ),
};

/** Item ids of the first row's history, without padding. */
async function history({ bytes }: TestBuild): Promise<Cell[]> {
  const [row] = await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array());
  return ((row?.actions ?? []) as Cell[]).filter((id) => id !== 0n);
}

async function types({ bytes }: TestBuild): Promise<Cell[]> {
  const [row] = await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array());
  return ((row?.action_types ?? []) as Cell[]).filter((type) => type !== 0);
}

describe("one event log", () => {
  const log = `customer_id,item_id,action_type,occurred_at
1,10,view,2024-05-14 10:00:00
1,20,cart,2024-05-13 10:00:00
1,30,order,2024-05-12 10:00:00
1,40,hover,2024-05-11 10:00:00
1,50,,2024-05-10 10:00:00
`;

  it("maps the values of its type column, and rejects values that are not mapped", async () => {
    const config = { standardize: { columns: { events: { types: { view: "click", cart: "add_to_cart" } } } } };
    const built = await buildInMemory([IMPRESSIONS, { role: "events", file: text("events.csv", log) }], config);
    expect(await history(built)).toEqual([10n, 20n, 30n]);
    expect(await types(built)).toEqual([1, 2, 3]);
    expect(built.report.sources[1]?.rejected).toEqual({ "unknown-action-type": 2 });
    expect(built.scanned.actionsBySource).toEqual([{ file: "events.csv", counts: { "1": 1, "2": 1, "3": 1 } }]);
  });

  it("mixes with the roles of one type, whose numbers the config may change", async () => {
    const clicks = text("clicks.csv", "customer_id,item_id,click_time\n1,60,2024-05-14 10:00:00\n");
    const config = { unify: { actionTypes: { click: 7, order: 9 } } };
    const events = text("events.csv", "customer_id,item_id,action_type,occurred_at\n1,30,order,2024-05-14 10:00:00\n");
    const built = await buildInMemory([IMPRESSIONS, { role: "clicks", file: clicks }, { role: "events", file: events }], config);
    expect(await types(built)).toEqual([9, 7]);
    expect(built.report.actionTypes).toEqual({ "2": 0, "7": 1, "9": 1 });
  });
});

describe("several files", () => {
  it("are read side by side, and counted by file", async () => {
    let running = 0;
    let most = 0;
    const countingLane = (): Lane => {
      const lane = createLane(async () => undefined);
      return {
        async call(name, request) {
          if (name !== "readText") return lane.call(name, request);
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setTimeout(resolve, 1));
          running -= 1;
          return lane.call(name, request);
        },
      };
    };
    const header = "customer_id,item_id,click_time\n";
    const row = "1,60,2024-05-13 10:00:00\n";
    const clicks = Array.from({ length: 8 }, (_, k): InputFile => {
      const rows = row.repeat(k + 1) + (k % 2 === 1 ? "1,,2024-05-13 10:00:00\n" : "");
      return { role: "clicks", file: text(`clicks-${k}.csv`, header + rows) };
    });
    const { report, scanned } = await buildInMemory([IMPRESSIONS, ...clicks], {}, { lanes: [countingLane(), countingLane()] });
    expect(most).toBe(2);
    expect(report.sources.slice(1).map(({ file, rowsKept }) => [file, rowsKept])).toEqual(
      clicks.map(({ file }, k) => [file.path, k + 1]),
    );
    expect(scanned.rejected.first.map(({ file, row: place }) => [file, place])).toEqual(
      [1, 3, 5, 7].map((k) => [`clicks-${k}.csv`, k + 2]),
    );
  });
});

describe("rejected rows", () => {
  it.each(["jsonl", "json"])("of %s are the records as they stand in the file", async (format) => {
    const records = [
      '{"customer_id":1, "item_id":10,"click_time":"2024-05-14 10:00:00"}',
      '{"customer_id":1, "item_id":null,"click_time":"2024-05-14 10:00:00","extra":{"a":[1, 2]}}',
      "[1]",
      '{"click_time":"never","item_id":10,"customer_id":1, "late":true}',
    ];
    const content = format === "json" ? `[${records.join(",")}]` : records.join("\n");
    const { scanned } = await buildInMemory([IMPRESSIONS, { role: "clicks", file: text(`clicks.${format}`, content) }]);
    expect(scanned.rejected.first.map(({ row, reason, text }) => [row, reason, text])).toEqual([
      [2, "missing-item-id", records[1]],
      [3, "malformed-row", records[2]],
      [4, "bad-time", records[3]],
    ]);
  });

  it("keep their number in the file and their text, malformed ones among them", async () => {
    const rows = [
      "1,10,2024-05-14 10:00:00",
      "1,10",
      "1,,2024-05-14 10:00:00",
      "x,y,z,w",
      ",10,2024-05-14 10:00:00",
      '1,"a,b",never',
    ];
    const file = text("clicks.csv", `customer_id,item_id,click_time\n${rows.join("\n")}\n`);
    const config = { output: { itemIds: "vocabulary" } };
    const { scanned, report } = await buildInMemory([IMPRESSIONS, { role: "clicks", file }], config);
    expect(scanned.rejected.first).toEqual([
      { file: "clicks.csv", row: 2, reason: "malformed-row", text: "1,10" },
      { file: "clicks.csv", row: 3, reason: "missing-item-id", text: "1,,2024-05-14 10:00:00" },
      { file: "clicks.csv", row: 4, reason: "malformed-row", text: "x,y,z,w" },
      { file: "clicks.csv", row: 5, reason: "missing-customer-id", text: ",10,2024-05-14 10:00:00" },
      { file: "clicks.csv", row: 6, reason: "bad-time", text: '1,"a,b",never' },
    ]);
    expect(report.sources[1]).toMatchObject({ rowsRead: 6, rowsKept: 1 });
    expect(await scanned.rejected.toCsv().text()).toContain('clicks.csv,6,bad-time,"1,""a,b"",never"\r\n');
  });

  it("are whole carousels where one item cannot be used", async () => {
    const rows = [
      '[{"item_id":1},{"item_id":null}]',
      '[{"item_id":1},{"item_id":0}]',
      '[{"item_id":1},{"item_id":{"a":1}}]',
      '[{"item_id":1,"is_order":"maybe"}]',
      '{"item_id":1}',
      "[1, 2",
      "  ",
    ].map((cell, k) => `2024-05-15,r${k},1,"${cell.replaceAll('"', '""')}"`);
    const file = text("impressions.csv", `dt,ranking_id,customer_id,impressions\n${rows.join("\n")}\n`);
    const { report, scanned } = await buildInMemory([IMPRESSIONS, { role: "impressions", file }]);
    expect(scanned.rejected.first.map(({ row, reason }) => [row, reason])).toEqual([
      [1, "missing-item-id"],
      [2, "item-id-is-padding"],
      [3, "bad-item-id"],
      [4, "malformed-row"],
      [5, "malformed-row"],
      [6, "malformed-row"],
    ]);
    expect(report).toMatchObject({ impressions: 2, emptyImpressions: 1, rows: 1 });
  });
});

describe("days", () => {
  it("come from the path where the file has none", async () => {
    const rows = '{"ranking_id":"r1","customer_id":1,"impressions":[{"item_id":900,"is_order":null}]}\n';
    const config = { output: { columns: ["dt", "is_order"] } };
    const { bytes } = await buildInMemory([{ role: "impressions", file: text("log/dt=2024-05-15/part-0.jsonl", rows) }], config);
    expect(await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array())).toEqual([
      { dt: "2024-05-15", is_order: null },
    ]);
  });

  it("that are no days are rejected, of impressions and of actions", async () => {
    const impressions = text("impressions.csv", "dt,ranking_id,customer_id,impressions\n2024-02-30,r1,1,[]\n,r2,1,[]\n");
    const clicks = text(
      "clicks.csv",
      "dt,customer_id,item_id,click_time\n2024-5-1,1,10,2024-05-01 10:00:00\n,1,20,2024-05-01 10:00:00\n",
    );
    const built = await buildInMemory([
      IMPRESSIONS,
      { role: "impressions", file: impressions },
      { role: "clicks", file: clicks },
    ]);
    expect(built.report.sources.map(({ rejected }) => rejected)).toEqual([{}, { "bad-date": 2 }, { "bad-date": 1 }]);
    expect(await history(built)).toEqual([20n]);
  });
});

describe("the audit", () => {
  it.each([["actions"], ["action_types"]])("checks files that hold %s alone", async (column) => {
    const clicks = text("clicks.csv", "customer_id,item_id,click_time\n1,10,2024-05-14 10:00:00\n1,20,2024-05-15 10:00:00\n");
    const { report } = await buildInMemory([IMPRESSIONS, { role: "clicks", file: clicks }], { output: { columns: [column] } });
    expect(report.audit).toEqual({ histories: 1, violations: 0 });
  });

  it("has nothing to check in a file without histories", async () => {
    const clicks = text("clicks.csv", "customer_id,item_id,click_time\n1,10,2024-05-14 10:00:00\n");
    const { report } = await buildInMemory([IMPRESSIONS, { role: "clicks", file: clicks }], {
      output: { columns: ["impressions"] },
    });
    expect(report.audit).toEqual({ histories: 0, violations: 0 });
  });
});

describe("ids", () => {
  it("of one column are text in all files as soon as one of them is", async () => {
    const clicks = text("clicks.csv", "customer_id,item_id,click_time\n01,10,2024-05-14 10:00:00\n1,11,2024-05-14 10:00:00\n");
    const built = await buildInMemory([IMPRESSIONS, { role: "clicks", file: clicks }], {
      output: { columns: ["customer_id", "actions"] },
    });
    expect(await history(built)).toEqual([11n]);
    const [row] = await readWithHyparquet(built.bytes.get("dataset.parquet") ?? new Uint8Array());
    expect(row?.customer_id).toBe("1");
    expect(built.report.actions).toBe(2);
  });
});
