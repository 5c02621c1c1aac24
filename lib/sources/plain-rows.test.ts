import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_DAY } from "../no-day";
import { decodePlainRows, type PlainField, type PlainRows } from "./plain-rows";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function decode(text: string, fields: readonly PlainField[], types: Record<string, number> = {}): PlainRows {
  return decodePlainRows(encoder.encode(text), {
    delimiter: ",",
    quote: '"',
    maxBytes: 200,
    needsTime: false,
    fields,
    types: new Map(Object.entries(types)),
  });
}

/** The only value of a column, or what was left over. */
function read(field: PlainField, text: string): PlainRows | string {
  const rows = decode(`2024-05-15,${text},x\n`, ["day", field, "unused"]);
  return rows.count === 1 ? rows : decoder.decode(rows.others);
}

function idOf(text: string): bigint | string {
  const rows = read("item", text);
  return typeof rows === "string" ? rows : BigInt(rows.itemHigh[0] ?? 0) * 1_000_000_000n + BigInt(rows.itemLow[0] ?? 0);
}

function instantOf(field: "time" | "epoch", text: string): string {
  const rows = read(field, text);
  if (typeof rows === "string") return "left over";
  const micros = BigInt(rows.times[0] ?? 0);
  const floor = micros >= 0n ? micros / 1000n : (micros - 999n) / 1000n;
  return `${new Date(Number(floor)).toISOString().slice(0, -1)}${String(micros - floor * 1000n).padStart(3, "0")} ${rows.clocks[0]}`;
}

describe("plain rows", () => {
  it("are read column by column", () => {
    const rows = decode(
      ",7,x,12,2024-05-15T10:30:00Z,view\n2024-05-15,8,,13,,buy\n",
      ["day", "customer", "unused", "item", "time", "type"],
      {
        view: 1,
        buy: 3,
      },
    );
    expect(rows.count).toBe(2);
    expect([...rows.customerLow.subarray(0, 2)]).toEqual([7, 8]);
    expect([...rows.itemLow.subarray(0, 2)]).toEqual([12, 13]);
    expect([...rows.days.subarray(0, 2)]).toEqual([NO_DAY, 19_858]);
    expect([...rows.times.subarray(0, 2)]).toEqual([Date.parse("2024-05-15T10:30:00Z") * 1000, Number.NaN]);
    expect([...rows.types.subarray(0, 2)]).toEqual([1, 3]);
    expect(rows.others).toHaveLength(0);
  });

  it("leave the others over, byte for byte, with their places", () => {
    const odd = [
      '"1",a\n',
      "01,b\n",
      "1.0,c\n",
      '"x\n1",d\n',
      "é,e\n",
      '1,"f\n2,g"\n',
      "1\n",
      "1,2,3\n",
      `1,${"x".repeat(200)}\n`,
    ];
    const first = odd.slice(0, 4).join("");
    const rest = odd.slice(4).join("");
    const rows = decode(`5,x\n${first}6,"\n7,y"\n${rest}8,z\n`, ["epoch", "unused"]);
    expect([...rows.times.subarray(0, rows.count)]).toEqual([5_000_000, 8_000_000]);
    expect(decoder.decode(rows.others)).toBe(`${first}6,"\n7,y"\n${rest}`);
    expect([...rows.places]).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it("are counted without blank lines", () => {
    const rows = decode("\n1,x\n\n\n02,y\n3,z\n\n", ["epoch", "unused"]);
    expect([...rows.times.subarray(0, rows.count)]).toEqual([1_000_000, 3_000_000]);
    expect([...rows.places]).toEqual([2]);
  });

  it("are not assumed where the last line has no end", () => {
    const rows = decode("1,x\n2,y", ["epoch", "unused"]);
    expect(rows.count).toBe(1);
    expect(decoder.decode(rows.others)).toBe("2,y");
  });

  it("say when they happened, by their time or, where that is enough, by their day", () => {
    expect(decode(",2024-05-15\n,\n7,\n", ["epoch", "day"]).count).toBe(2);
    const layout = {
      delimiter: ",",
      quote: "",
      maxBytes: 200,
      needsTime: true,
      fields: ["epoch", "day"],
      types: new Map(),
    } as const;
    expect(decodePlainRows(encoder.encode(",2024-05-15\n,\n7,\n"), layout).count).toBe(1);
  });
});

describe("a plain id", () => {
  it("of up to 18 digits is exact", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }), (id) => {
        expect(idOf(String(id))).toBe(id);
      }),
    );
  });

  it.each([
    "",
    "-1",
    "+1",
    "0",
    "01",
    "00",
    "1.0",
    " 1",
    "1 ",
    "1e3",
    "0x1F",
    "1000000000000000000",
    "12345678901234567890",
    "１",
  ])("is not %j", (text) => {
    expect(idOf(text)).toBe(`2024-05-15,${text},x\n`);
  });
});

describe("a plain time", () => {
  it.each([
    ["2024-05-14T10:30:00Z", "2024-05-14T10:30:00.000000 0"],
    ["2024-05-14 10:30:00", "2024-05-14T10:30:00.000000 1"],
    ["2024-05-14T10:30:00.1+02:00", "2024-05-14T08:30:00.100000 0"],
    ["2024-05-14T10:30:00.123456789-00:30", "2024-05-14T11:00:00.123456 0"],
    ["1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999 0"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000000 0"],
    ["1700-01-01T00:00:00Z", "1700-01-01T00:00:00.000000 0"],
  ])("%s is %s", (text, expected) => {
    expect(instantOf("time", text)).toBe(expected);
  });

  it.each([
    "2024-05-14",
    "2024-05-14T10:30Z",
    "2024-05-14T10:30:00z",
    "2024-05-14T24:00:00Z",
    "2024-05-14T10:60:00Z",
    "2024-05-14T10:30:60Z",
    "2023-02-29T00:00:00Z",
    "2024-13-01T00:00:00Z",
    "2024-05-14T10:30:00.Z",
    "2024-05-14T10:30:00.1234567890Z",
    "2024-05-14T10:30:00+0200",
    "2024-05-14T10:30:00+15:00",
    "2024-05-14T10:30:00 UTC",
    "24-05-14T10:30:00Z",
    "9999-12-31T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "1715682600",
  ])("is not %s", (text) => {
    expect(instantOf("time", text)).toBe("left over");
  });

  it.each([
    ["1715682600", "2024-05-14T10:30:00.000000 0"],
    ["1715682600123", "2024-05-14T10:30:00.123000 0"],
    ["1715682600123456", "2024-05-14T10:30:00.123456 0"],
    ["0", "1970-01-01T00:00:00.000000 0"],
    ["100000000000", "1973-03-03T09:46:40.000000 0"],
    ["99999999999999999", "left over"],
  ])("%s as an epoch is %s", (text, expected) => {
    expect(instantOf("epoch", text)).toBe(expected);
  });
});
