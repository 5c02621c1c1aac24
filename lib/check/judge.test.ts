import { describe, expect, it } from "vitest";
import { parseConfig } from "../config";
import type { Checked, CheckedActions, CheckedLayout } from "./checked";
import type { Finding } from "./finding";
import { judge } from "./judge";

const DAY = 19858; // 2024-05-15

const ACTIONS: CheckedActions = {
  days: { first: DAY - 30, last: DAY + 5 },
  customers: 100,
  customersShown: 80,
  known: 800,
  items: 500,
  itemsShown: 300,
  partitionDateMismatches: 0,
};

function clicks(patch: Partial<CheckedLayout> = {}, actions: Partial<CheckedActions> = {}): CheckedLayout {
  return {
    key: "clicks",
    role: "clicks",
    item: "item_id",
    file: "clicks.csv",
    files: 1,
    isWhole: true,
    isHeadOnly: false,
    bytes: 1000,
    bytesRead: 1000,
    rowsRead: 1000,
    rowsKept: 1000,
    rejected: {},
    examples: [],
    actions: { ...ACTIONS, ...actions },
    ...patch,
  };
}

const NO_TEXT = { customer: null, item: null };

function judged(patch: Partial<Checked>, config: unknown = {}): [level: string, text: string, control: string | undefined][] {
  const checked: Checked = {
    layouts: [clicks()],
    shown: { days: { first: DAY, last: DAY + 6 }, rows: 2000, customers: 90, items: 400, histories: 200, emptyHistories: 20 },
    textIds: NO_TEXT,
    itemRange: { least: "1", greatest: "900" },
    ...patch,
  };
  return judge(checked, parseConfig(config)).map(({ level, text, mend }: Finding) => [level, text, mend?.control]);
}

describe("a check says", () => {
  it("nothing when all is well", () => {
    expect(judged({})).toEqual([]);
  });

  it("that no customer has impressions: an error, and the way to the column", () => {
    expect(judged({ layouts: [clicks({}, { customersShown: 0 })] })).toEqual([
      ["error", "No customer in clicks.csv has impressions. That is almost always a wrong column.", "column customer_id clicks"],
    ]);
  });

  it("the same of a part of the file with less certainty", () => {
    expect(judged({ layouts: [clicks({ isWhole: false }, { customersShown: 0 })] })[0]?.slice(0, 2)).toEqual([
      "warning",
      "No customer of the sample in clicks.csv has impressions. That is almost always a wrong column.",
    ]);
  });

  it("that few items have impressions", () => {
    expect(judged({ layouts: [clicks({}, { itemsShown: 2 })] })).toEqual([
      ["warning", "Only 2 of 500 items in clicks.csv have impressions.", "column item_id clicks"],
    ]);
  });

  it("what will be rejected, by how much it is", () => {
    const rejected = { "bad-time": 1000 } as const;
    const examples = [{ file: "clicks.csv", row: 1, reason: "bad-time" as const, text: "1,2,yesterday" }];
    expect(judged({ layouts: [clicks({ rejected, examples })] })).toEqual([
      ["error", "clicks.csv: all 1,000 rows will be rejected as bad-time, such as “1,2,yesterday”.", "column click_time clicks"],
    ]);
    expect(judged({ layouts: [clicks({ rejected: { "bad-time": 60, "missing-item-id": 1 } })] })).toEqual([
      ["warning", "clicks.csv: 60 of 1,000 rows will be rejected as bad-time.", "column click_time clicks"],
      ["note", "clicks.csv: 1 of 1,000 rows will be rejected as missing-item-id.", "column item_id clicks"],
    ]);
    expect(judged({ layouts: [clicks({ isWhole: false, files: 366, rejected: { "unknown-action-type": 40 } })] })).toEqual([
      ["note", "366 files of clicks: about 4.0% of the rows will be rejected as unknown-action-type.", "types clicks"],
    ]);
  });

  it("that actions begin after the impressions, or end too long before them", () => {
    expect(judged({ layouts: [clicks({}, { days: { first: DAY + 6, last: DAY + 9 } })] })).toEqual([
      [
        "error",
        "clicks.csv is from 2024-05-21 to 2024-05-24, and the last impressions are of 2024-05-21: no action comes before one.",
        "column click_time clicks",
      ],
    ]);
    const early = { layouts: [clicks({}, { days: { first: DAY - 99, last: DAY - 31 } })] };
    expect(judged(early)).toEqual([]);
    expect(judged(early, { filter: { lookbackDays: 30 } })[0]?.[2]).toBe("filter.lookbackDays");
    expect(judged(early, { filter: { lookbackDays: 31 } })).toEqual([]);
  });

  it("that ids are text for the sake of few, and what does that", () => {
    const header = (example: string) => ({ file: "clicks.csv", example, integers: 0.96 });
    const textIds = { customer: header("customer_id"), item: header("item_id") };
    const why = "a damaged row, a header line in the middle, or a file that writes them otherwise.";
    const customers = `Customer ids are text because of “customer_id” in clicks.csv, though nearly all with impressions are integers: ${why}`;
    expect(judged({ textIds, itemRange: null })).toEqual([
      [
        "error",
        `Item ids are text (“item_id” in clicks.csv), and raw ids must be integers. Nearly all are: look for ${why}`,
        "output.itemIds",
      ],
      ["note", customers, undefined],
    ]);
    expect(judged({ textIds, itemRange: null }, { output: { itemIds: "vocabulary" } }).map(([, text]) => text)).toEqual([
      customers,
      `Item ids are text because of “item_id” in clicks.csv, though nearly all are integers: ${why}`,
    ]);
    const guests = { customer: { file: "clicks.csv", example: "guest-1", integers: 0.9 }, item: null };
    expect(judged({ textIds: guests })).toEqual([]);
  });

  it("that item ids do not fit the output", () => {
    const textIds = { customer: null, item: { file: "clicks.csv", example: "sku-1", integers: 0.2 } };
    expect(judged({ textIds, itemRange: null })[0]?.slice(0, 2)).toEqual([
      "error",
      "Item ids are text (“sku-1” in clicks.csv), and raw ids must be integers.",
    ]);
    expect(judged({ textIds, itemRange: null }, { output: { itemIds: "vocabulary" } })).toEqual([]);
    const itemRange = { least: "-1", greatest: "2147483648" };
    expect(judged({ itemRange })).toEqual([]);
    expect(judged({ itemRange }, { output: { itemIdType: "int32" } })[0]?.[1]).toBe(
      "Item id 2147483648 does not fit into int32.",
    );
  });

  it("that partition dates disagree with instants, more loudly where it matters", () => {
    const layouts = [clicks({}, { partitionDateMismatches: 30 })];
    expect(judged({ layouts })).toEqual([
      ["note", "clicks.csv: 30 of 1,000 rows have a partition date that is not the day of their time in UTC.", "filter.dayZone"],
    ]);
    expect(judged({ layouts }, { filter: { cutoff: "both" } })[0]?.[0]).toBe("warning");
    expect(judged({ layouts: [clicks({}, { partitionDateMismatches: 900 })] })[0]?.[0]).toBe("warning");
  });

  it("that most histories are empty, where all of the files was read", () => {
    const shown = {
      days: { first: DAY, last: DAY + 6 },
      rows: 2000,
      customers: 90,
      items: 400,
      histories: 200,
      emptyHistories: 160,
    };
    expect(judged({ shown })[0]?.slice(0, 2)).toEqual([
      "warning",
      "80% of the histories (a customer on a day) will be empty: no action comes before their day.",
    ]);
    expect(judged({ shown, layouts: [clicks({ isWhole: false })] })).toEqual([]);
  });

  it("less of days that a sample may have missed", () => {
    const late = clicks({ isWhole: false }, { days: { first: DAY + 6, last: DAY + 9 } });
    expect(judged({ layouts: [late] }).map(([level]) => level)).toEqual(["warning"]);
  });

  it("nothing of days after the beginning of a file, where only that was read", () => {
    const part = { isWhole: false, isHeadOnly: true };
    const late = { days: { first: DAY + 6, last: DAY + 9 } };
    const early = { days: { first: DAY - 90, last: DAY - 50 } };
    const shown: CheckedLayout = { ...clicks(part), key: "impressions", role: "impressions", actions: null };
    const levels = (layouts: CheckedLayout[], config: unknown = {}) => judged({ layouts }, config).map(([level]) => level);
    expect(levels([clicks(part, late)])).toEqual(["note"]);
    expect(levels([clicks(part, early)], { filter: { lookbackDays: 7 } })).toEqual(["note"]);
    expect(levels([shown, clicks({}, late)])).toEqual(["note"]);
  });

  it("that only the beginning of a file could be looked at", () => {
    expect(judged({ layouts: [clicks({ file: "clicks.csv.gz", isWhole: false, isHeadOnly: true })] })).toEqual([
      [
        "note",
        "clicks.csv.gz: only the beginning was looked at, since its records cannot be found from the middle. The build reads all of it.",
        undefined,
      ],
    ]);
  });

  it("errors first", () => {
    const layouts = [clicks({ rejected: { "bad-time": 1 } }, { customersShown: 0 })];
    expect(judged({ layouts }).map(([level]) => level)).toEqual(["error", "note"]);
  });
});
