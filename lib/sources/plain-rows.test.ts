import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_DAY } from "../no-day";
import type { PlainField, PlainRow } from "./plain-fields";
import { type CsvLayout, decodePlainRows } from "./plain-rows";
import type { LeftOver } from "./row-cursor";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

type Rows = LeftOver & { rows: PlainRow[] };

function decode(text: string, fields: readonly PlainField[], more: Partial<CsvLayout> = {}): Rows {
  const carousels = { item: ["item_id"], label: ["is_order"], hasTexts: false };
  const layout: CsvLayout = {
    ...{ delimiter: ",", quote: '"', maxBytes: 200, needs: "time or day", fields, types: new Map(), carousels, dateOrder: null },
    ...more,
  };
  const rows: PlainRow[] = [];
  const left = decodePlainRows(encoder.encode(text), layout, { take: (row) => void rows.push({ ...row }) });
  expect(left.plain).toBe(rows.length);
  return { ...left, rows };
}

/** The only value of a column, or what was left over. */
function read(field: PlainField, text: string): PlainRow | string {
  const { rows, others } = decode(`2024-05-15,${text},x\n`, ["day", field, "unused"]);
  return rows[0] ?? decoder.decode(others);
}

function idOf(text: string): bigint | string {
  const row = read("item", text);
  return typeof row === "string" ? row : (BigInt(row.itemHigh) << 32n) | BigInt.asUintN(32, BigInt(row.itemLow));
}

function instantOf(field: "time" | "epoch", text: string): string {
  const row = read(field, text);
  if (typeof row === "string") return "left over";
  const micros = BigInt(row.time);
  const floor = micros >= 0n ? micros / 1000n : (micros - 999n) / 1000n;
  return `${new Date(Number(floor)).toISOString().slice(0, -1)}${String(micros - floor * 1000n).padStart(3, "0")} ${row.clock}`;
}

describe("plain rows", () => {
  it("are read column by column", () => {
    const types = new Map([
      ["view", 1],
      ["buy", 3],
    ]);
    const text = ",7,x,12,2024-05-15T10:30:00Z,view\n2024-05-15,8,,13,,buy\n";
    const { rows, others } = decode(text, ["day", "customer", "unused", "item", "time", "type"], { types });
    const time = Date.parse("2024-05-15T10:30:00Z") * 1000;
    expect(rows).toMatchObject([
      { customerLow: 7, itemLow: 12, day: NO_DAY, time, type: 1 },
      { customerLow: 8, itemLow: 13, day: 19_858, time: Number.NaN, type: 3 },
    ]);
    expect(others).toHaveLength(0);
  });

  it("leave the others over, byte for byte, with their places", () => {
    const odd = [
      '"1"x,a\n',
      "01,b\n",
      "1.5,c\n",
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
    expect(rows.rows.map(({ time }) => time)).toEqual([5_000_000, 8_000_000]);
    expect(decoder.decode(rows.others)).toBe(`${first}6,"\n7,y"\n${rest}`);
    expect([...rows.places]).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it("are counted without blank lines", () => {
    const rows = decode("\n1,x\n\n\n02,y\n3,z\n\n", ["epoch", "unused"]);
    expect(rows.rows.map(({ time }) => time)).toEqual([1_000_000, 3_000_000]);
    expect([...rows.places]).toEqual([2]);
  });

  it("have columns of any text and length between those that are used", () => {
    const skipped = fc.string({
      unit: fc.constantFrom("a", "é", "\u0000", "\u000b", "+", "-", '"', ";", "\u{1F600}"),
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(skipped, skipped), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(",", ";", "\t", "|"),
        (pairs, delimiter) => {
          const texts = pairs.map((pair) => pair.map((text) => text.replaceAll(delimiter, "").replace(/^"+/, "")));
          const text = texts.map(([a, b], row) => [a, row, b].join(delimiter)).join("\n");
          const { rows } = decode(`${text}\n`, ["unused", "slot", "unused"], { delimiter, needs: "nothing" });
          expect(rows.map(({ slot }) => slot)).toEqual(texts.map((_, row) => row));
        },
      ),
    );
  });

  it("may stand in quotes, each value or some", () => {
    const types = new Map([["view", 1]]);
    const fields: PlainField[] = ["customer", "unused", "time", "type", "unused"];
    const plain = [
      '"7","a ""b"", c","2024-05-14T10:30:00Z","view",""\n',
      '7,a,"5.4.2024, 10:30",view,"x"\n',
      '7,"","2024-05-14",view,x\n',
    ];
    const odd = [
      '"7" ,a,2024-05-14,view,\n',
      '"7""",a,2024-05-14,view,\n',
      '"",a,2024-05-14,view,\n',
      '7,a,"",view,\n',
      '7,"a\r\n2",2024-05-14,view,\n',
      '7,a,"2024-05-14\n",view,\n',
      '7,a,2024-05-14,"view""",\n',
      '7,a,2024-05-14,"view,"\n',
      '7,"a,2024-05-14,view,\n',
    ];
    const read = decode([...plain, ...odd].join(""), fields, { types, dateOrder: "month_first" });
    expect(read.rows.map(({ customerLow, type, clock }) => [customerLow, type, clock])).toEqual([
      [7, 1, 0],
      [7, 1, 1],
      [7, 1, 2],
    ]);
    expect(decoder.decode(read.others)).toBe(odd.join(""));
  });

  it("are not assumed where the last line has no end", () => {
    const rows = decode("1,x\n2,y", ["epoch", "unused"]);
    expect(rows.plain).toBe(1);
    expect(decoder.decode(rows.others)).toBe("2,y");
  });

  it("say when they happened, by their time or, where that is enough, by their day", () => {
    const text = ",2024-05-15\n,\n7,\n";
    expect(decode(text, ["epoch", "day"]).plain).toBe(2);
    expect(decode(text, ["epoch", "day"], { needs: "time" }).plain).toBe(1);
    expect(decode(text, ["epoch", "day"], { needs: "nothing" }).plain).toBe(3);
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
    ["2024-05-14", "2024-05-14T00:00:00.000000 2"],
    ["2024/5/14 1:30 pm", "2024-05-14T13:30:00.000000 1"],
    ["2024-05-14T10:30:00+0200", "2024-05-14T08:30:00.000000 0"],
    ["2024-05-14 10:30:00 UTC", "2024-05-14T10:30:00.000000 0"],
  ])("%s is %s", (text, expected) => {
    expect(instantOf("time", text)).toBe(expected);
  });

  it.each([
    "2024-05-14T24:00:00Z",
    "2024-05-14T10:60:00Z",
    "2024-05-14T10:30:60Z",
    "2023-02-29T00:00:00Z",
    "2024-13-01T00:00:00Z",
    "2024-05-14T10:30:00.Z",
    "2024-05-14T10:30:00.1234567890Z",
    "2024-05-14T10:30:00+15:00",
    "14.05.2024",
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
    ["1715682600.0", "2024-05-14T10:30:00.000000 0"],
    ["1715682600.", "left over"],
    ["1715682600.5", "left over"],
    ["100000000000", "1973-03-03T09:46:40.000000 0"],
    ["99999999999999999", "left over"],
  ])("%s as an epoch is %s", (text, expected) => {
    expect(instantOf("epoch", text)).toBe(expected);
  });
});
