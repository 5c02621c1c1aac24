import { describe, expect, it } from "vitest";
import { timeSpan, zoneTime } from "./zone-time";

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;

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

  it("is told somehow where no calendar reaches", () => {
    for (const zone of ["UTC", "Europe/Berlin"]) {
      expect(zoneTime(zone).text(2n ** 63n - 1n)).toContain("275760-09-13");
      expect(zoneTime(zone).text(-(2n ** 63n))).toContain("-271821-04-20");
    }
  });

  it("comes back from the wall clock, on the days on which the clock changes too", () => {
    const berlin = zoneTime("Europe/Berlin");
    for (const iso of ["2024-03-30T23:00:00Z", "2024-03-31T01:00:00Z", "2024-03-31T22:00:00Z", "2024-10-27T22:59:59Z"])
      expect(berlin.instantOf(berlin.wallOf(at(iso)))).toBe(at(iso));
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
