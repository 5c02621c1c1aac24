import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../engine/engine";
import { createNodeEngine } from "../engine/node";
import { id, type Sql, sql } from "../sql";
import { clockOf, dayOf, idOf, instantOf, localTimeOf } from "./values";
import { dayOfInstant, instantOfLocal, startOfDay } from "./zones";

let engine: Engine;

beforeAll(async () => {
  engine = await createNodeEngine();
});

afterAll(() => engine.close());

async function textOf(text: string, expression: Sql): Promise<unknown> {
  const table = await engine.query(sql`SELECT (${expression})::VARCHAR AS value FROM (SELECT ${text}::VARCHAR AS v)`);
  return table.get(0)?.value;
}

const field = { column: id("v"), kind: "text" } as const;

describe("an integer id", () => {
  it.each([
    ["12", "12"],
    ["-7", "-7"],
    ["0", "0"],
    ["12.0", "12"],
    ["12.000", "12"],
    [" 12 ", "12"],
    ["9223372036854775807", "9223372036854775807"],
    ["-9223372036854775808", "-9223372036854775808"],
  ])("%j is %s", async (text, expected) => {
    expect(await textOf(text, idOf(field, "integer"))).toBe(expected);
  });

  it.each([
    "1.5",
    "1e3",
    "0x1F",
    "00012",
    "-0",
    "+5",
    "9223372036854775808",
    "99999999999999999999",
    "1,000",
    "12 3",
    "",
    "abc",
    "１２",
  ])("%j is none", async (text) => {
    expect(await textOf(text, idOf(field, "integer"))).toBeNull();
  });
});

describe("a text id", () => {
  it.each([
    ["00012", "00012"],
    [" sku-1 ", "sku-1"],
    ["12.0", "12.0"],
  ])("%j is %j", async (text, expected) => {
    expect(await textOf(text, idOf(field, "text"))).toBe(expected);
  });
});

async function instant(text: string, timeZone = "UTC", dayZone = "UTC"): Promise<string | null> {
  const inner = sql`(SELECT ${localTimeOf(field)} AS local, ${clockOf(field)} AS clock FROM (SELECT ${text}::VARCHAR AS v))`;
  const table = await engine.query(
    sql`SELECT (${instantOf(id("local"), id("clock"), { timeZone, dayZone })})::VARCHAR AS value FROM ${inner}`,
  );
  const value = table.get(0)?.value;
  return value === null ? null : Temporal.Instant.fromEpochNanoseconds(BigInt(value) * 1000n).toString();
}

describe("a time", () => {
  it.each([
    ["2024-05-14 13:00:00", "2024-05-14T13:00:00Z"],
    ["2024-05-14T13:00:00", "2024-05-14T13:00:00Z"],
    ["2024-05-14 13:00", "2024-05-14T13:00:00Z"],
    ["2024-05-14T13:00:00Z", "2024-05-14T13:00:00Z"],
    ["2024-05-14 13:00:00.5", "2024-05-14T13:00:00.5Z"],
    ["2024-05-14 13:00:00.500540", "2024-05-14T13:00:00.50054Z"],
    ["2024-05-14 13:00:00.123456789", "2024-05-14T13:00:00.123456Z"],
    ["2024-05-14T13:00:00+02:00", "2024-05-14T11:00:00Z"],
    ["2024-05-14T13:00:00-0530", "2024-05-14T18:30:00Z"],
    ["2024-05-14T13:00+02", "2024-05-14T11:00:00Z"],
    ["2024-05-14 13:00:00 Z", "2024-05-14T13:00:00Z"],
    ["2024-05-14t13:00:00,5z", "2024-05-14T13:00:00.5Z"],
    ["2024-05-14T13:00:00.25+05", "2024-05-14T08:00:00.25Z"],
    ["2024-05-14", "2024-05-14T00:00:00Z"],
    ["1715680000", "2024-05-14T09:46:40Z"],
    ["1715680000123", "2024-05-14T09:46:40.123Z"],
    ["1715680000123456", "2024-05-14T09:46:40.123456Z"],
    ["1715680000123456789", "2024-05-14T09:46:40.123456Z"],
    ["1969-12-31 23:59:59", "1969-12-31T23:59:59Z"],
    [" 2024-05-14 13:00:00 ", "2024-05-14T13:00:00Z"],
  ])("%j is %s", async (text, expected) => {
    expect(await instant(text)).toBe(expected);
  });

  it.each([
    "yesterday",
    "2024-02-30 10:00:00",
    "2024-13-01",
    "14/05/2024 10:30",
    "2024-05-14 25:00:00",
    "2024-05-14T10",
    "24-05-14 10:00:00",
    "-",
  ])("%j is none", async (text) => {
    expect(await instant(text)).toBeNull();
  });

  it("without an offset is read in the time zone, and a date alone in the day zone", async () => {
    expect(await instant("2024-05-14 13:00:00", "Europe/Berlin", "Asia/Kolkata")).toBe("2024-05-14T11:00:00Z");
    expect(await instant("2024-05-14", "Europe/Berlin", "Asia/Kolkata")).toBe("2024-05-13T18:30:00Z");
    expect(await instant("2024-05-14T13:00:00Z", "Europe/Berlin", "Asia/Kolkata")).toBe("2024-05-14T13:00:00Z");
  });

  it("that a change of the clock repeats is the first of the two, and one that it skips moves forward", async () => {
    expect(await instant("2024-10-27 02:30:00", "Europe/Berlin")).toBe("2024-10-27T00:30:00Z");
    expect(await instant("2024-03-31 02:30:00", "Europe/Berlin")).toBe("2024-03-31T01:30:00Z");
  });
});

describe("zones", () => {
  const zones = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
  ];

  it.each(zones)("agree with Temporal in %s around every change of the clock from 1995 to 2030", async (zone) => {
    const locals: bigint[] = [];
    let at = Temporal.ZonedDateTime.from({ year: 1995, month: 1, day: 1, timeZone: zone });
    for (let next = at.getTimeZoneTransition("next"); next && next.year < 2030; next = at.getTimeZoneTransition("next")) {
      const wall = next.toPlainDateTime().toZonedDateTime("UTC").epochNanoseconds / 1000n;
      for (const minutes of [-121, -90, -61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 90])
        locals.push(wall + BigInt(minutes) * 60_000_000n);
      at = next;
    }
    locals.push(0n, -1n, 1_715_680_000_000_000n);
    const values = sql`(SELECT unnest([${locals.map((local) => sql`${local}::BIGINT`)}]) AS x)`;
    const table = await engine.query(
      sql`SELECT x, ${instantOfLocal(id("x"), zone)} AS instant, ${dayOfInstant(id("x"), zone)} AS day FROM ${values}`,
    );
    for (const { x, instant: found, day } of table.toArray()) {
      const utc = Temporal.Instant.fromEpochNanoseconds(x * 1000n);
      const expected = utc.toZonedDateTimeISO("UTC").toPlainDateTime().toZonedDateTime(zone, { disambiguation: "compatible" });
      expect(found).toBe(expected.epochNanoseconds / 1000n);
      expect(Temporal.PlainDate.from("1970-01-01").add({ days: day }).toString()).toBe(
        utc.toZonedDateTimeISO(zone).toPlainDate().toString(),
      );
    }
  });

  it("know when a day begins, also where midnight is skipped", () => {
    const day = (text: string) => Temporal.PlainDate.from("1970-01-01").until(text, { largestUnit: "day" }).days;
    expect(startOfDay(day("2024-05-15"), "Europe/Berlin")).toBe(1_715_724_000_000_000n);
    expect(startOfDay(day("2018-11-04"), "America/Sao_Paulo")).toBe(BigInt(Date.UTC(2018, 10, 4, 3)) * 1000n);
  });
});

describe("a day", () => {
  it.each([
    ["2024-05-15", "19858"],
    ["dt=2024-05-15", "19858"],
    [" 2024-05-15 ", "19858"],
  ])("%j is %s", async (text, expected) => {
    expect(await textOf(text, dayOf(field))).toBe(expected);
  });

  it.each(["2024-02-30", "15/05/2024", "2024-5-15", "2024-05-15 00:00:00", "20240515", "dt="])("%j is none", async (text) => {
    expect(await textOf(text, dayOf(field))).toBeNull();
  });
});
