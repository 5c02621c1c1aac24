import { describe, expect, it } from "vitest";
import { type Cell, readWithHyparquet } from "../parquet/testing/readers.mts";
import { buildInMemory } from "../testing/builds.mts";
import type { InputFile } from "../testing/input-files.mts";
import { ZoneClock } from "./zone-clock";
import { parseDay, startOfDay } from "./zones";

const text = (path: string, content: string): InputFile["file"] => ({ path, blob: new Blob([content]) });

/** In St. John's the 29th of October 2006 began at 02:30 UTC; a minute later clocks went back to 23:01 of the 28th, for an hour. */
describe("a day that begins before its clocks go back across midnight", () => {
  const shown = text("shown.csv", "dt,customer_id,item_id,is_order\n2006-10-29,1,900,0\n2006-10-30,1,900,0\n");
  const BEFORE = "02:29:59.999999";

  it.each([
    [[BEFORE, "02:31:00", "03:29:59"], {}, [[1n], [3n, 2n, 1n]]],
    [[BEFORE, "02:30:00", "02:30:59", "02:31:00", "03:29:59", "03:30:00"], {}, [[1n], [6n, 5n, 4n, 3n, 2n, 1n]]],
    [[BEFORE, "02:31:00", "03:29:59"], { lookbackDays: 1 }, [[1n], [3n, 2n]]],
  ])("has only what came before it began, of actions at %j with %j", async (times, filter, expected) => {
    const rows = times.map((time, k) => `1,${k + 1},2006-10-29T${time}Z`);
    const clicks = text("clicks.csv", `customer_id,item_id,click_time\n${rows.join("\n")}\n`);
    const { bytes, report } = await buildInMemory(
      [
        { role: "impressions", file: shown },
        { role: "clicks", file: clicks },
      ],
      { filter: { dayZone: "America/St_Johns", ...filter }, rank: { maxActions: 8 }, output: { columns: ["dt", "actions"] } },
    );
    const found = await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array());
    expect(found.map(({ actions }) => (actions as Cell[]).filter((item) => item !== 0n))).toEqual(expected);
    expect(report.audit).toEqual({ histories: 2, violations: 0 });
  });
});

describe("outside the years 1900 to 2099", () => {
  it.each(["Europe/Berlin", "America/New_York", "America/Santiago", "Asia/Kolkata"])(
    "a day of %s begins at one instant",
    (zone) => {
      const clock = new ZoneClock(zone);
      for (const day of ["1850-07-01", "1880-01-01", "1899-12-31", "2100-01-01", "2101-01-01", "2101-07-01", "9999-12-31"]) {
        const start = clock.startOf(parseDay(day));
        expect(startOfDay(parseDay(day), zone)).toBe(BigInt(start));
        expect(clock.dayOf(start)).toBe(parseDay(day));
      }
    },
  );

  it.each([
    ["Europe/Berlin", "2101-07-01", "2101-06-30T22:59:59Z", "2101-06-30T23:00:00Z"],
    ["America/New_York", "1880-07-01", "1880-07-01T04:59:59Z", "1880-07-01T05:00:00Z"],
  ])("histories of %s end where their day begins", async (dayZone, dt, before, start) => {
    const inputs: InputFile[] = [
      { role: "impressions", file: text("shown.csv", `dt,customer_id,item_id\n${dt},1,900\n`) },
      { role: "clicks", file: text("clicks.csv", `customer_id,item_id,click_time\n1,7,${before}\n1,8,${start}\n`) },
    ];
    const { bytes, report } = await buildInMemory(inputs, { filter: { dayZone }, rank: { maxActions: 2 } });
    const [row] = await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array());
    expect(row?.actions).toEqual([7n, 0n]);
    expect(report.audit).toEqual({ histories: 1, violations: 0 });
  });
});
