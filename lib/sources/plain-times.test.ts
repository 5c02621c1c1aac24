import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TimeReader } from "./plain-times";
import { type DateOrder, parseDay, parseTime, type WrittenTime } from "./times";

const encoder = new TextEncoder();
const COMMA = 44;
const QUOTE = 34;
const CLOCKS = ["utc", "time_zone", "day_zone"] as const;

type Read = Pick<WrittenTime, "micros" | "clock">;

/** What the reader makes of a field; `null` where it does not read all of it. */
function readTime(text: string, order: DateOrder | null): Read | null {
  const end = text.includes(",") ? QUOTE : COMMA;
  const bytes = encoder.encode(`x${text}${String.fromCharCode(end)}`);
  const reader = new TimeReader(bytes, order);
  if (reader.readTime(1, end) !== bytes.length - 1) return null;
  return { micros: BigInt(reader.time), clock: CLOCKS[reader.clock] as WrittenTime["clock"] };
}

function readDay(text: string, order: DateOrder | null): Read | null {
  const bytes = encoder.encode(`x${text},`);
  const reader = new TimeReader(bytes, order);
  if (reader.readDay(1) !== bytes.length - 1) return null;
  return { micros: BigInt(reader.day) * 86_400_000_000n, clock: "day_zone" };
}

const number = (max: number, width: number) =>
  fc.tuple(fc.integer({ min: 0, max }), fc.constantFrom(0, width)).map(([value, to]) => String(value).padStart(to, "0"));
const maybe = (...texts: string[]) => fc.constantFrom("", ...texts);
const date = fc
  .tuple(
    fc.constantFrom("2024", "1999", "1677", "24", "0"),
    number(14, 2),
    number(33, 2),
    fc.constantFrom("-", "/", "."),
    fc.boolean(),
  )
  .map(([year, month, day, by, yearLast]) => (yearLast ? [day, month, year] : [year, month, day]).join(by));
const timeOfDay = fc
  .tuple(
    fc.constantFrom("T", "t", " ", ", ", ",", "  "),
    number(25, 2),
    number(61, 2),
    fc.option(number(61, 2)),
    fc.option(number(10 ** 9, 3)),
  )
  .map(([gap, hour, minute, second, fraction]) => {
    const seconds = second === null ? "" : `:${second}${fraction === null ? "" : `.${fraction}`}`;
    return `${gap}${hour}:${minute}${seconds}`;
  });
const zone = maybe("Z", "z", " UTC", "gmt", "+02", "-0530", "+05:30", "+2", " +14:00", "+15:00", "+16", " ", "+05:60", "UT");
const written = fc
  .tuple(date, fc.option(fc.tuple(timeOfDay, maybe(" AM", "pm", " a", "P"), zone)))
  .map(([day, rest]) => `${day}${rest?.join("") ?? ""}`);
const order = fc.constantFrom<(DateOrder | null)[]>(null, "day_first", "month_first");

describe("a plain time", () => {
  it("is what the rule in TypeScript makes of it, or is not read", () => {
    fc.assert(
      fc.property(written, order, (text, dateOrder) => {
        const expected = parseTime(text, { dateOrder, epochUnit: null });
        const read = readTime(text, dateOrder);
        if (read !== null) expect({ text, ...read }).toEqual({ text, micros: expected?.micros, clock: expected?.clock });
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    "2024-05-14",
    "2024-05-14 10:30",
    "2024-05-14T10:30Z",
    "2024-05-14t10:30:00z",
    "2024-05-14T10:30:00+0200",
    "2024-05-14T10:30:00.1234567 -03",
    "2024-05-14 10:30:00 UTC",
    "2024/5/4 1:05:09.5",
    "2024.05.14",
    "14.05.2024, 10:30",
    "14/05/2024 10:30:00,25",
    "5/4/2024 12:30:09 AM",
    "5/4/2024 12:30pm",
    "05-04-2024 1:30:00 PM GMT",
  ])("may be %s", (text) => {
    for (const dateOrder of ["day_first", "month_first"] as const) {
      const expected = parseTime(text, { dateOrder, epochUnit: null });
      if (expected) expect(readTime(text, dateOrder)).toEqual({ micros: expected.micros, clock: expected.clock });
    }
    expect(readTime(text, "day_first") ?? readTime(text, "month_first")).not.toBeNull();
  });

  it.each(["14/05/2024", "5/4/2024 10:30"])("is not %s where the order is not known", (text) => {
    expect(readTime(text, null)).toBeNull();
  });

  it.each([
    "2024-05-14T24:00:00",
    "9999-12-31",
    "0001-01-01 00:00:00",
    "2024-5-14",
    "2024-05-14 10",
    "14/5/24",
    "14/05.2024",
    "2024-05-14T10:30:00.",
    "x",
  ])("is not %s", (text) => {
    expect(readTime(text, "day_first")).toBeNull();
  });
});

describe("a plain day", () => {
  it("is what the rule in TypeScript makes of it, or is not read", () => {
    const texts = fc.oneof(
      written,
      fc.integer({ min: 0, max: 10 ** 9 }).map(String),
      fc.constantFrom("20240514", "20240230", "18991231"),
    );
    fc.assert(
      fc.property(texts, order, (text, dateOrder) => {
        const expected = parseDay(text, { dateOrder, epochUnit: null });
        const read = readDay(text, dateOrder);
        if (read !== null) expect({ text, ...read }).toEqual({ text, micros: expected?.micros, clock: expected?.clock });
      }),
      { numRuns: 20_000 },
    );
  });

  it.each(["2024-05-14", "2024/5/14", "14.05.2024", "20240514"])("may be %s", (text) => {
    expect(readDay(text, "day_first")).toEqual({ micros: BigInt(Date.UTC(2024, 4, 14)) * 1000n, clock: "day_zone" });
  });
});
