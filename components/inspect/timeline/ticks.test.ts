import { describe, expect, it } from "vitest";
import { ticks } from "./ticks";

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;
const labels = (from: string, to: string, zone: string, most = 8) =>
  ticks({ from: at(from), to: at(to) }, zone, most).map(({ label }) => label);

describe("ticks", () => {
  it("stand at round times of the zone's clock", () => {
    expect(labels("2023-11-20T00:00:00Z", "2024-05-20T00:00:00Z", "UTC")).toEqual(["Dec", "2024", "Feb", "Mar", "Apr", "May"]);
    expect(labels("2015-06-01T00:00:00Z", "2024-06-01T00:00:00Z", "UTC", 5)).toEqual(["2016", "2018", "2020", "2022", "2024"]);
    expect(labels("2024-05-14T18:00:00Z", "2024-05-15T06:00:00Z", "Europe/Berlin", 5)).toEqual([
      "21:00",
      "15 May",
      "03:00",
      "06:00",
    ]);
    expect(labels("2024-05-14T23:59:59.998Z", "2024-05-15T00:00:00.001Z", "UTC", 4)).toEqual(["59.998", "59.999", "15 May"]);
  });

  it("stay at midnight across a change of the clock", () => {
    const days = ticks({ from: at("2024-03-29T12:00:00Z"), to: at("2024-04-02T12:00:00Z") }, "Europe/Berlin", 6);
    expect(days.map(({ instant }) => instant)).toEqual(
      ["2024-03-29T23:00:00Z", "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z", "2024-04-01T22:00:00Z"].map(at),
    );
  });
});
