import { describe, expect, it } from "vitest";
import { ticks } from "./ticks";
import { timeSpan, zoneTime } from "./zone-time";

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;
const labels = (from: string, to: string, zone: string, most = 8) =>
  ticks({ from: at(from), to: at(to) }, zone, most).map(({ label }) => label);

describe("an instant", () => {
  it("is told on the clock of the zone, with its offset and every microsecond", () => {
    const berlin = zoneTime("Europe/Berlin");
    expect(berlin.text(at("2024-05-14T22:00:00Z"))).toBe("2024-05-15 00:00:00");
    expect(berlin.text(at("2024-05-14T21:59:59Z") + 999_999n)).toBe("2024-05-14 23:59:59.999999");
    expect(berlin.zoneText(at("2024-05-14T22:00:00Z"))).toBe("+02:00 Europe/Berlin");
    expect(berlin.zoneText(at("2024-01-14T22:00:00Z"))).toBe("+01:00 Europe/Berlin");
    expect(zoneTime("America/St_Johns").zoneText(at("2024-01-14T22:00:00Z"))).toBe("−03:30 America/St_Johns");
    expect(zoneTime("UTC").text(-1n)).toBe("1969-12-31 23:59:59.999999");
    expect(zoneTime("UTC").zoneText(0n)).toBe("UTC");
  });

  it("comes back from the wall clock, on the days on which the clock changes too", () => {
    const berlin = zoneTime("Europe/Berlin");
    for (const iso of ["2024-03-30T23:00:00Z", "2024-03-31T01:00:00Z", "2024-03-31T22:00:00Z", "2024-10-27T22:59:59Z"])
      expect(berlin.instantOf(berlin.wallOf(at(iso)))).toBe(at(iso));
  });
});

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

it("a length of time is told in its two largest units", () => {
  const spans: [bigint, string][] = [
    [0n, "0 µs"],
    [1n, "1 µs"],
    [1_500n, "1 ms 500 µs"],
    [2_000_000n, "2 s"],
    [39_784_000_001n, "11 h 3 min"],
    [93_600_000_000n * 100n, "108 d 8 h"],
  ];
  for (const [micros, text] of spans) expect(timeSpan(micros)).toBe(text);
});
