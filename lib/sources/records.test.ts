import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "../engine/engine";
import { createNodeEngine } from "../engine/node";
import { sql } from "../sql";
import { splitRecords } from "./dialect";
import { readChunks } from "./read";
import { RecordCutter } from "./records";
import { fileOf } from "./testing";
import type { Quote, SniffedSource } from "./types";

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine();
});
afterAll(() => engine.close());

const COMMA = { delimiter: ",", quote: '"' } as const;

const value = fc.array(
  fc.constantFrom("a", "0", " ", '"', ",", ";", "\n", "\r", "\t", "|", "'", "\\", "ü", "€", "\u{1F600}", "#"),
  {
    maxLength: 6,
  },
);
const table = fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { maxLength: 12 });
const layout = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|", " ", "\x01"),
  quote: fc.constantFrom<Quote>('"', "'"),
  end: fc.constantFrom("\n", "\r\n", "\r"),
  quoteAll: fc.boolean(),
  lastEnd: fc.boolean(),
  blankLines: fc.boolean(),
  chunkBytes: fc.integer({ min: 1, max: 60 }),
});

test("whatever is written as CSV is read back the same, in chunks of any size", async () => {
  await fc.assert(
    fc.asyncProperty(table, layout, async (rows, { delimiter, quote, end, quoteAll, lastEnd, blankLines, chunkBytes }) => {
      const write = (text: string) =>
        quoteAll || /[\r\n]/.test(text) || text.includes(quote) || text.includes(delimiter) || /^ | $/.test(text)
          ? quote + text.replaceAll(quote, quote + quote) + quote
          : text;
      const expected = rows.map((row) => row.map((characters) => characters.join("")));
      const lines = [["x", "y", "z"], ...expected].map((row) => row.map(write).join(delimiter) + (blankLines ? end : ""));
      const file = fileOf("a.csv", lines.join(end) + (lastEnd ? end : ""));
      const source: SniffedSource = {
        ...{ format: "csv", compression: "none", encoding: "utf-8", dialect: { delimiter, quote, header: true } },
        ...{ columns: ["x", "y", "z"].map((name) => ({ name, kind: "text" })), sample: [], bytes: file.blob.size },
        ...{ rows: { count: rows.length, isExact: true }, profile: [] },
      };
      const read: string[][] = [];
      for await (const chunk of readChunks(file, { ...source, columns: [...source.columns], sample: [] }, { chunkBytes })) {
        const { rows: count, from, close } = await chunk.open(engine);
        const found = await engine.query(sql`SELECT COLUMNS(c -> true)::VARCHAR FROM ${from}`);
        expect(found.numRows).toBe(count);
        for (const row of found.toArray()) read.push([row.c0 ?? "", row.c1 ?? "", row.c2 ?? ""]);
        expect(chunk.malformed).toEqual([]);
        await close();
      }
      expect(read).toEqual(expected);
    }),
    { numRuns: 60 },
  );
}, 60_000);

const junk = fc.string({ unit: fc.constantFrom("a", " ", '"', ",", "\n", "\r", "ü"), maxLength: 60 });

test("whatever the text is, DuckDB reads the records that are left, and the size of the blocks changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(junk, fc.integer({ min: 1, max: 20 }), async (text, blockBytes) => {
      const whole = cut(text, 1000);
      expect(cut(text, blockBytes)).toEqual(whole);
      if (whole.rows === 0) return;
      await engine.addFile("in/junk.csv", new TextEncoder().encode(whole.text));
      const found =
        await engine.query(sql`FROM read_csv('in/junk.csv', auto_detect=false, header=false, columns={a: 'VARCHAR', b: 'VARCHAR'},
        delim=',', quote='"', escape='"', new_line='\\n', strict_mode=true, nullstr='')`);
      const values = splitRecords(whole.text, COMMA).map((row) => row.map((text) => (text === "" ? null : text)));
      expect(found.toArray().map(({ a, b }) => [a, b])).toEqual(values);
      expect(values).toHaveLength(whole.rows);
      await engine.dropFile("in/junk.csv");
    }),
    { numRuns: 500 },
  );
}, 60_000);

const longJunk = fc.string({ unit: fc.constantFrom("a", "a", " ", '"', ",", "\n", "\r", "ü", "€", "\u{1F600}"), maxLength: 80 });
const limits = fc.record({ maxBytes: fc.integer({ min: 4, max: 16 }), header: fc.boolean() });

test("where records are too long, the size of the blocks changes nothing, and what follows begins with a character", () => {
  fc.assert(
    fc.property(longJunk, fc.integer({ min: 1, max: 40 }), limits, (text, blockBytes, shape) => {
      expect(cut(text, blockBytes, shape)).toEqual(cut(text, 1000, shape));
    }),
    { numRuns: 5000 },
  );
}, 60_000);

test("a quote that is not closed takes one line with it, wherever a block ends", () => {
  const text = '1,"open\n2,3\n4,5\n6,7\n';
  for (let blockBytes = 1; blockBytes <= text.length; blockBytes += 1) {
    const { text: left, malformed } = cut(text, blockBytes, { maxBytes: 12, header: false });
    expect({ left, malformed }).toEqual({ left: "2,3\n4,5\n6,7\n", malformed: [[1, '1,"open']] });
  }
});

/** Cuts a text that comes in blocks. */
function cut(text: string, blockBytes: number, limits = { maxBytes: 1 << 20, header: false }) {
  const cutter = new RecordCutter({ ...COMMA, fields: 2, ...limits });
  const bytes = new TextEncoder().encode(text);
  const result = { text: "", rows: 0, malformed: [] as [number, string][] };
  let rest = new Uint8Array(0);
  for (let at = 0; at <= bytes.length; at += blockBytes) {
    const buffer = Uint8Array.from([...rest, ...bytes.subarray(at, at + blockBytes)]);
    const before = result.rows + result.malformed.length;
    const records = cutter.cut(buffer, at + blockBytes > bytes.length);
    result.text += new TextDecoder().decode(records.bytes);
    result.rows += records.rows;
    result.malformed.push(...records.malformed.map((row): [number, string] => [before + row.row, row.text]));
    rest = buffer.slice(records.end);
    expect((rest[0] ?? 0) & 0xc0).not.toBe(0x80);
  }
  return result;
}
