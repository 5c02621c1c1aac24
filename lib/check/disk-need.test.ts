import { describe, expect, it } from "vitest";
import { parseConfig } from "../config";
import type { Checked, CheckedLayout } from "./checked";
import { diskNeed, judgeDisk } from "./disk-need";

const HERE = { intoFile: false, memory: 1 << 30 };

function layout(role: CheckedLayout["role"], bytes: number, bytesRead: number, rowsKept: number, known: number): CheckedLayout {
  const counts = { key: role, role, item: "item_id", file: `${role}.csv`, files: 1, rejected: {}, examples: [] };
  const days = { first: 19_768, last: 19_857 };
  const ids = { customers: 3000, customersShown: 2400, items: 46_000, itemsShown: 40_000 };
  return {
    ...counts,
    isWhole: bytes === bytesRead,
    isHeadOnly: false,
    bytes,
    bytesRead,
    rowsRead: rowsKept,
    rowsKept,
    actions: role === "impressions" ? null : { days, ...ids, known, partitionDateMismatches: 0 },
  };
}

/** What the check says of the benchmark's set of 1 M actions: the impressions whole, 8 MB of each log. */
const SMALL: Checked = {
  layouts: [
    layout("impressions", 4_395_893, 4_395_893, 10_000, 0),
    layout("clicks", 42_424_149, 8_388_608, 158_271, 123_635),
    layout("add_to_carts", 9_290_499, 8_388_608, 135_296, 105_556),
    layout("previous_orders", 3_081_393, 3_081_393, 49_699, 38_834),
  ],
  shown: {
    days: { first: 19_844, last: 19_857 },
    rows: 100_000,
    customers: 2438,
    items: 39_066,
    histories: 8695,
    emptyHistories: 0,
  },
  textIds: { customer: null, item: null },
  itemRange: { least: "1", greatest: "50000" },
};

function needed(config: unknown, to: Partial<typeof HERE> = {}, checked = SMALL) {
  const need = diskNeed(checked, parseConfig(config), { ...HERE, ...to });
  if (!need) throw new Error("nothing is known");
  return need;
}

describe("what a build will write", () => {
  // Bytes that builds of that set wrote.
  it.each([
    [{}, 6_300_437],
    [{ output: { compression: "none" } }, 72_745_798],
    [{ output: { compression: "snappy" } }, 11_495_079],
    [{ output: { layout: "compact", itemIds: "vocabulary" } }, 5_992_910],
    [{ rank: { maxActions: 50 }, filter: { lookbackDays: 20 } }, 1_346_594],
  ])("with %o is near what it came to", (config, actual) => {
    expect(Math.abs(needed(config).site / actual - 1)).toBeLessThan(0.15);
  });

  it("counts days twice where they are packed in the browser, and once on each side where the archive is a file", () => {
    const once = needed({}).site;
    const days = { output: { partitionBy: "dt" } };
    expect(needed(days)).toEqual({ site: 2 * once, file: 0 });
    expect(needed(days, { intoFile: true })).toEqual({ site: once, file: once });
    expect(needed({}, { intoFile: true })).toEqual({ site: 0, file: once });
  });

  it("counts actions that memory cannot hold", () => {
    const known = 123_635 * (42_424_149 / 8_388_608) + 105_556 * (9_290_499 / 8_388_608) + 38_834;
    const more = needed({}, { memory: 1 << 20 }).site - needed({}).site;
    expect(more / (46 * known - (1 << 20))).toBeCloseTo(1, 3);
  });

  it("is not known without impressions", () => {
    expect(diskNeed({ ...SMALL, shown: null }, parseConfig({}), HERE)).toBeNull();
  });
});

describe("what is said of the disk", () => {
  it("is a note where it fits", () => {
    expect(judgeDisk({ site: 33e6, file: 0 }, 9.8e9, true)).toEqual({
      level: "note",
      text: "The build will write about 33 MB into this browser, which promises this page 9.8 GB.",
      mend: null,
    });
    expect(judgeDisk({ site: 0, file: 33e6 }, 9.8e9, true).text).toBe(
      "The build will write about 33 MB into the file that you choose.",
    );
    expect(judgeDisk({ site: 33e6, file: 33e6 }, null, true).text).toBe(
      "The build will write about 33 MB into the file that you choose, and about 33 MB into this browser.",
    );
  });

  it("is a warning where it does not, with the way out if there is one", () => {
    const warning = judgeDisk({ site: 9.5e9, file: 0 }, 9.8e9, true);
    expect(warning).toMatchObject({ level: "warning", mend: { control: "destination" } });
    expect(warning.text).toContain("needs about 9.5 GB, and the browser promises this page 9.8 GB");
    expect(judgeDisk({ site: 9.5e9, file: 0 }, 9.8e9, false).mend).toBeNull();
    expect(judgeDisk({ site: 9.5e9, file: 1 }, 9.8e9, true).mend).toBeNull();
  });
});
