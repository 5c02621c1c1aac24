import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../engine/engine";
import { createNodeEngine } from "../engine/node";
import type { ColumnKind } from "../sources/column";
import { type DateOrder, type EpochUnit, ordersOf, parseDay, parseTime, type WrittenTime } from "../sources/times";
import { id, type Sql, sql } from "../sql";
import { clockOf, dayOf, instantOf, localTimeOf, type TimeSettings, timeShape } from "./times";
import { dayOfInstant, instantOfLocal, startOfDay } from "./zones";

let engine: Engine;

beforeAll(async () => {
  engine = await createNodeEngine();
});

afterAll(() => engine.close());

const UTC: TimeSettings = { timeZone: "UTC", dayZone: "UTC", dateOrder: null, epochUnit: null };
const DAY_FIRST: TimeSettings = { ...UTC, dateOrder: "day_first" };
const MONTH_FIRST: TimeSettings = { ...UTC, dateOrder: "month_first" };
const field = { column: id("v"), kind: "text" } as const;

async function instant(text: string, settings: Partial<TimeSettings> = {}): Promise<string | null> {
  const told = { ...UTC, ...settings };
  const inner = sql`(SELECT ${localTimeOf(field, told)} AS local, ${clockOf(field)} AS clock FROM (SELECT ${text}::VARCHAR AS v))`;
  const table = await engine.query(sql`SELECT (${instantOf(id("local"), id("clock"), told)})::VARCHAR AS value FROM ${inner}`);
  return isoOf(table.get(0)?.value);
}

function isoOf(micros: string | null): string | null {
  return micros === null ? null : Temporal.Instant.fromEpochNanoseconds(BigInt(micros) * 1000n).toString();
}

async function instantOfTyped(value: Sql, kind: ColumnKind): Promise<string | null> {
  const micros = localTimeOf({ column: value, kind }, UTC);
  return isoOf((await engine.query(sql`SELECT (${micros})::VARCHAR AS value`)).get(0)?.value);
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
    ["2019-10-01 00:00:00 UTC", "2019-10-01T00:00:00Z"],
    ["2019-10-01 00:00:00 GMT", "2019-10-01T00:00:00Z"],
    ["2019-10-01 00:00:00.5 utc", "2019-10-01T00:00:00.5Z"],
    ["2024-05-14 10:30:00 +0200", "2024-05-14T08:30:00Z"],
    ["2024-05-14 9:05 PM", "2024-05-14T21:05:00Z"],
    ["2024-05-14 24:00:00", "2024-05-15T00:00:00Z"],
    ["2024/05/14", "2024-05-14T00:00:00Z"],
    ["2024/5/4 10:30", "2024-05-04T10:30:00Z"],
    ["2024.05.14 10:30:00", "2024-05-14T10:30:00Z"],
    ["20240514", "1970-08-23T06:21:54Z"],
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
    "2024-05-14 24:00:01",
    "2024-05-14 23:60:00",
    "2024-05-14 13:05 PM",
    "2024-05-14 0:05 AM",
    "2024-05-14T13:00:00+16:00",
    "2024-5-14",
    "2024/05-14",
    "2024-05-14 10:30:00 CET",
    "14/05/24",
    "1715680000.5",
    "2024-05-14T10",
    "24-05-14 10:00:00",
    "-",
  ])("%j is none", async (text) => {
    expect(await instant(text)).toBeNull();
  });

  it.each([
    ["14/05/2024 10:30", DAY_FIRST, "2024-05-14T10:30:00Z"],
    ["14.05.2024", DAY_FIRST, "2024-05-14T00:00:00Z"],
    ["1-2-2024 1:02:03", DAY_FIRST, "2024-02-01T01:02:03Z"],
    ["5/14/2024 9:05:58 AM", MONTH_FIRST, "2024-05-14T09:05:58Z"],
    ["5/14/2024, 12:00 AM", MONTH_FIRST, "2024-05-14T00:00:00Z"],
    ["5/14/2024 12:00PM", MONTH_FIRST, "2024-05-14T12:00:00Z"],
    ["1/2/2024", MONTH_FIRST, "2024-01-02T00:00:00Z"],
    ["14/05/2024", MONTH_FIRST, null],
    ["5/14/2024", DAY_FIRST, null],
    ["5/5/2024", UTC, null],
  ])("%j is read in the order that is known", async (text, settings, expected) => {
    expect(await instant(text, settings)).toBe(expected);
  });

  it.each([
    ["1715680000", "ms", "1970-01-20T20:34:40Z"],
    ["1715680000123", "us", "1970-01-20T20:34:40.000123Z"],
    ["1715680000", "s", "2024-05-14T09:46:40Z"],
    ["1715680000123", "s", null],
    ["9223372036854775807", "ns", "2262-04-11T23:47:16.854775Z"],
    ["9223372036854775807", "ms", null],
  ] as const)("%s is a number of the unit that is told, %s", async (text, epochUnit, expected) => {
    expect(await instant(text, { epochUnit })).toBe(expected);
  });

  it.each<[Sql, ColumnKind, string | null]>([
    [sql`TIMESTAMP '0001-01-01'`, "timestamp", "0001-01-01T00:00:00Z"],
    [sql`TIMESTAMP '9999-12-31 23:59:59.999999'`, "instant", "9999-12-31T23:59:59.999999Z"],
    [sql`DATE '9999-12-31'`, "date", "9999-12-31T00:00:00Z"],
    [sql`TIMESTAMP '0001-12-31 (BC) 23:59:59'`, "timestamp", null],
    [sql`TIMESTAMP '10000-01-01'`, "timestamp", null],
    [sql`TIMESTAMP 'infinity'`, "instant", null],
    [sql`TIMESTAMP '-infinity'`, "timestamp", null],
    [sql`DATE '10000-01-01'`, "date", null],
    [sql`DATE 'infinity'`, "date", null],
    [sql`DATE '5881580-07-10'`, "date", null],
  ])("of a type of its own is of the years 0001 to 9999", async (value, kind, expected) => {
    expect(await instantOfTyped(value, kind)).toBe(expected);
  });

  it("without an offset is read in the time zone, and a date alone in the day zone", async () => {
    expect(await instant("2024-05-14 13:00:00", { timeZone: "Europe/Berlin", dayZone: "Asia/Kolkata" })).toBe(
      "2024-05-14T11:00:00Z",
    );
    expect(await instant("2024-05-14", { timeZone: "Europe/Berlin", dayZone: "Asia/Kolkata" })).toBe("2024-05-13T18:30:00Z");
    expect(await instant("2024-05-14T13:00:00Z", { timeZone: "Europe/Berlin", dayZone: "Asia/Kolkata" })).toBe(
      "2024-05-14T13:00:00Z",
    );
  });

  it("that a change of the clock repeats is the first of the two, and one that it skips moves forward", async () => {
    expect(await instant("2024-10-27 02:30:00", { timeZone: "Europe/Berlin" })).toBe("2024-10-27T00:30:00Z");
    expect(await instant("2024-03-31 02:30:00", { timeZone: "Europe/Berlin" })).toBe("2024-03-31T01:30:00Z");
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

/** The day of a value in a column of days, as `2024-05-14`. */
async function day(
  value: Sql,
  kind: ColumnKind,
  settings: Partial<TimeSettings> = {},
  holdsDays = false,
): Promise<string | null> {
  const expression = dayOf({ column: id("v"), kind }, { ...UTC, ...settings }, holdsDays);
  const days = (await engine.query(sql`SELECT ${expression} AS own_day FROM (SELECT ${value} AS v)`)).get(0)?.own_day;
  return days === null ? null : Temporal.PlainDate.from("1970-01-01").add({ days }).toString();
}

describe("a day", () => {
  it.each([
    ["2024-05-15", "2024-05-15"],
    ["dt=2024-05-15", "2024-05-15"],
    [" 2024-05-15 ", "2024-05-15"],
    ["20240515", "2024-05-15"],
    ["2024/5/15", "2024-05-15"],
    ["2024-05-15 23:59:59", "2024-05-15"],
    ["2024-05-15T23:00:00-05:00", "2024-05-16"],
    ["1715730000", "2024-05-14"],
    ["1715730000000", "2024-05-14"],
  ])("%j is %s", async (text, expected) => {
    expect(await day(sql`${text}::VARCHAR`, "text")).toBe(expected);
  });

  it.each(["2024-05-1 ", "-024-05-14", "2024-02-30", "15/05/2024", "2024-5-15", "20241332", "dt=", "19858", "0", "May"])(
    "%j is none",
    async (text) => {
      expect(await day(sql`${text}::VARCHAR`, "text")).toBeNull();
    },
  );

  it("is where an instant falls in the day zone; a time without an offset is read in the time zone before", async () => {
    const zones = { timeZone: "Europe/Berlin", dayZone: "America/New_York" };
    expect(await day(sql`'2024-05-15 05:59:00'`, "text", zones)).toBe("2024-05-14");
    expect(await day(sql`'2024-05-15 06:00:00'`, "text", zones)).toBe("2024-05-15");
    expect(await day(sql`'2024-05-15T03:59:00Z'`, "text", zones)).toBe("2024-05-14");
    expect(await day(sql`TIMESTAMP '2024-05-15 05:59:00'`, "timestamp", zones)).toBe("2024-05-14");
    expect(await day(sql`TIMESTAMP '2024-05-15 05:59:00'`, "instant", zones)).toBe("2024-05-15");
    expect(await day(sql`1715730000::BIGINT`, "integer", zones)).toBe("2024-05-14");
    expect(await day(sql`'2024-05-15'`, "text", zones)).toBe("2024-05-15");
    expect(await day(sql`20240515::INTEGER`, "integer", zones)).toBe("2024-05-15");
    expect(await day(sql`20240515.0::DOUBLE`, "float", zones)).toBe("2024-05-15");
  });

  it.each<[Sql, ColumnKind, string | null]>([
    [sql`DATE '0001-01-01'`, "date", "0001-01-01"],
    [sql`DATE '9999-12-31'`, "date", "9999-12-31"],
    [sql`DATE '0001-12-31 (BC)'`, "date", null],
    [sql`DATE '10000-01-01'`, "date", null],
    [sql`DATE 'infinity'`, "date", null],
    [sql`DATE '-infinity'`, "date", null],
    [sql`TIMESTAMP 'infinity'`, "timestamp", null],
    [sql`TIMESTAMP '10000-01-01'`, "instant", null],
  ])("is of the years 0001 to 9999", async (value, kind, expected) => {
    expect(await day(value, kind)).toBe(expected);
  });

  it("is the one whose midnight stands there, in a column of midnights", async () => {
    const zones = { timeZone: "UTC", dayZone: "America/New_York" };
    expect(await day(sql`TIMESTAMP '2024-05-15 00:00:00'`, "timestamp", zones, true)).toBe("2024-05-15");
    expect(await day(sql`TIMESTAMP '2024-05-15 00:00:00'`, "timestamp", zones, false)).toBe("2024-05-14");
    expect(await day(sql`'2024-05-15 00:00:00'`, "text", zones, true)).toBe("2024-05-15");
    expect(await day(sql`'2024-05-15 00:00:01'`, "text", zones, true)).toBeNull();
    expect(await day(sql`'2024-05-15 00:00:00Z'`, "text", zones, true)).toBe("2024-05-14");
  });
});

const digits = (most: number, length: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(length, "0"));
const date = fc.oneof(
  fc.tuple(digits(9999, 4), digits(13, 2), digits(32, 2)).map((parts) => parts.join("-")),
  fc
    .tuple(digits(9999, 4), digits(13, 1), digits(32, 1), fc.constantFrom("/", ".", "-"))
    .map(([y, m, d, by]) => [y, m, d].join(by)),
  fc
    .tuple(digits(32, 1), digits(32, 2), digits(2100, 4), fc.constantFrom("/", ".", "-"))
    .map(([a, b, y, by]) => [a, b, y].join(by)),
);
const clock = fc
  .tuple(digits(25, 2), digits(60, 2), fc.option(digits(60, 2)), fc.option(digits(999_999_999, 9)))
  .map(([h, m, s, f]) => `${h}:${m}${s === null ? "" : `:${s}${f === null ? "" : `.${f}`}`}`);
const half = fc.constantFrom("", "", " AM", "PM", " pm");
const offset = fc.constantFrom("", "", "Z", " UTC", "gmt", "+02:00", "-0530", " +05", "+15:59", "-16:00", "+01:60");
const FORMS = ["2024-05-14 10:00:00", "2024-05-14T10:00:00", "2024-05-14T10:00:00Z", "2024-05-14 10:00:00.123"];
/** Of the length of a date or a time, with blanks or a sign where a digit belongs; DuckDB would take many of them. */
const GAPPED = [
  ...["2024-05-1 ", "2024-05- 1", " 024-05-14", "-024-05-14", "2024-5-14 ", "2024-05-1\t"],
  ...["2024-05-1  10:00:00", "2024-05-14  1:00:00", "2024-05-14 10:00:0 ", "2024-05-14 \t1:00:00", "-024-05-14 10:00:00"],
  ...["2024-05-14T 1:00:00Z", " 024-05-14T10:00:00Z", "2024-05-1T 1:00:00", "2024-05-14 10:00:00.   "],
];
const written = fc.oneof(
  date,
  fc.constantFrom(...GAPPED),
  fc.tuple(date, fc.constantFrom("T", " ", ", ", "t"), clock, half, offset).map((parts) => parts.join("")),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String),
  fc.integer({ min: 19_000_000, max: 21_500_000 }).map((n) => String(n * 10 + 1)),
  fc.integer().map((n) => `${n}.0`),
  fc.constantFrom("", "-", "now", "2024-05-14T", "dt=2024-05-14", "dt=14/5/2024", " 2024-05-14 "),
);
const CLOCKS = { utc: 0, time_zone: 1, day_zone: 2 } as const;

describe("SQL and TypeScript agree on what is written", () => {
  const rules = fc.record({
    dateOrder: fc.constantFrom<(DateOrder | null)[]>(null, "day_first", "month_first"),
    epochUnit: fc.constantFrom<(EpochUnit | null)[]>(null, "s", "ms", "us", "ns"),
  });
  const told = (time: WrittenTime | null) => (time ? `${time.micros} ${CLOCKS[time.clock]}` : null);

  it("in columns of times, whatever the form of the sample is", async () => {
    const sample = fc
      .tuple(fc.constantFrom(...FORMS), fc.array(written, { maxLength: 60 }))
      .map(([first, rest]) => [first, ...rest]);
    const samples = fc.oneof(sample, fc.array(written, { minLength: 1, maxLength: 60 }));
    const property = fc.asyncProperty(samples, rules, async (texts, known) => {
      const shaped = { ...field, shape: timeShape(texts) };
      const from = sql`(SELECT unnest([${texts.map((text) => sql`${text}`)}]) AS v)`;
      const rows = await engine.query(
        sql`SELECT (${localTimeOf(shaped, known)})::VARCHAR || ' ' || (${clockOf(shaped)})::VARCHAR AS t FROM ${from}`,
      );
      const found = rows.toArray().map((row) => row.t);
      expect(Object.fromEntries(texts.map((text, k) => [text, found[k]]))).toEqual(
        Object.fromEntries(texts.map((text) => [text, told(parseTime(text, known))])),
      );
    });
    await fc.assert(property, { numRuns: 150 });
  }, 120_000);

  it("in columns of days", async () => {
    const property = fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 60 }), rules, async (texts, known) => {
      const from = sql`(SELECT unnest([${texts.map((text) => sql`${text}`)}]) AS v)`;
      const rows = await engine.query(sql`SELECT ${dayOf(field, { ...UTC, ...known })} AS own_day FROM ${from}`);
      const found = rows.toArray().map((row) => row.own_day);
      const days = (time: WrittenTime | null) => (time ? Math.floor(Number(time.micros) / 86_400_000_000) : null);
      expect(Object.fromEntries(texts.map((text, k) => [text, found[k]]))).toEqual(
        Object.fromEntries(texts.map((text) => [text, days(parseDay(text, known))])),
      );
    });
    await fc.assert(property, { numRuns: 100 });
  }, 120_000);
});

describe("the order of a date", () => {
  it.each([
    ["14/05/2024", ["day_first"]],
    ["05/14/2024 9:05 AM", ["month_first"]],
    ["05/06/2024", ["day_first", "month_first"]],
    ["2024-05-14", []],
    ["14/15/2024", []],
    ["14/05/2024 25:00", []],
  ])("%j may be %j", (text, orders) => {
    expect(ordersOf(text)).toEqual(orders);
  });
});
