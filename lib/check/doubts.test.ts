import { describe, expect, it } from "vitest";
import type { Role } from "../config";
import { type Doubtful, doubtsOf, mostlyEmpty } from "./doubts";
import type { Finding } from "./finding";

const source = (file: string, role: Role, rowsKept: number, withoutImpressions: number) => ({
  file,
  role,
  rowsKept,
  withoutImpressions,
});
const SHOWN = source("impressions.csv", "impressions", 20, 0);
const CLICKS = source("clicks.csv", "clicks", 1000, 200);

function doubts(patch: Partial<Doubtful>): [text: string, control: string | undefined][] {
  const report: Doubtful = { sources: [SHOWN, CLICKS], histories: 20, emptyHistories: 2, ...patch };
  return doubtsOf(report, (index) => `layout ${index}`).map(({ text, mend }: Finding) => [text, mend?.control]);
}

describe("a result says", () => {
  it("nothing when all is well, or when there is nothing", () => {
    expect(doubts({})).toEqual([]);
    expect(doubts({ histories: 0, emptyHistories: 0 })).toEqual([]);
  });

  it("that no customer of a file has impressions, and the way to its column", () => {
    expect(doubts({ sources: [SHOWN, CLICKS, source("carts.csv", "add_to_carts", 30, 30)] })).toEqual([
      [
        "No customer in carts.csv has impressions, so none of its 30 rows is in a history. Compare its customer_id with that of the impressions: 000001 and 1 are two customers.",
        "column customer_id layout 2",
      ],
    ]);
  });

  it("how many files of a role are such", () => {
    const files = Array.from({ length: 12 }, (_, day) => source(`clicks-${day}.csv`, "clicks", 10, day < 3 ? 10 : 0));
    expect(doubts({ sources: [SHOWN, ...files] })).toEqual([
      [
        "No customer in 3 of 12 files of clicks has impressions, so none of their 30 rows is in a history. Compare their customer_id with that of the impressions: 000001 and 1 are two customers.",
        "column customer_id layout 1",
      ],
    ]);
  });

  it("nothing of a file of which no row can be used: its rows were rejected", () => {
    expect(doubts({ sources: [SHOWN, CLICKS, source("orders.csv", "previous_orders", 0, 0)] })).toEqual([]);
  });

  it("that histories are empty, from the share on at which the check warns", () => {
    expect(doubts({ emptyHistories: 9 })).toEqual([]);
    expect(doubts({ emptyHistories: 10 }).map(([text]) => text)).toEqual([
      "10 of 20 histories are empty: no action of their customer counts before their day. Filter the sequences by history, and open a row to see why its actions are out.",
    ]);
    expect(doubts({ emptyHistories: 20 }).map(([text]) => text)).toEqual([
      "All 20 histories are empty: no action of their customer counts before their day. Open a row of the sequences to see why its actions are out.",
    ]);
  });

  it("where to look for what empties all: the customers, or the files that are missing", () => {
    expect(doubts({ emptyHistories: 20, sources: [SHOWN, source("clicks.csv", "clicks", 7, 7)] })[0]).toEqual([
      "All 20 histories are empty: the dataset holds padding only.",
      undefined,
    ]);
    expect(doubts({ emptyHistories: 20, sources: [SHOWN] })).toEqual([
      ["All 20 histories are empty: the dataset holds padding only. No file holds actions.", "add-files"],
    ]);
  });
});

it("half of the histories is most of them, and of none nothing is", () => {
  expect(mostlyEmpty({ histories: 2, emptyHistories: 1 })).toBe(true);
  expect(mostlyEmpty({ histories: 3, emptyHistories: 1 })).toBe(false);
  expect(mostlyEmpty({ histories: 0, emptyHistories: 0 })).toBe(false);
});
