/**
 * Times the Parquet encoder alone, on one thread: 100,000 rows with two 1,000-long lists.
 * `npx tsx scripts/bench-encoder.ts [rows]` prints nanoseconds for each value, that is each list element, padding included.
 */
import type { Codec, Column, SequenceData } from "../lib/parquet/types";
import { createParquetWriter, createRowGroupEncoder } from "../lib/parquet/writer";

const ROWS = Number(process.argv[2] ?? 100_000);
const ROW_GROUP = 10_000;
const LENGTH = 1000;
const ITEMS = 300_000;
const REPEATS = 10;
const ROUNDS = 5;

const COLUMNS: Column[] = [
  { name: "actions", type: "sequence", element: "int64", length: LENGTH },
  { name: "action_types", type: "sequence", element: "int8", length: LENGTH },
];

/** mulberry32: the same data on every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Lengths 0 to 1000, 300 on average. `skew` 1 draws items evenly, more draws few of them often. */
function createRowGroups(skew: number): [items: SequenceData, types: SequenceData][] {
  const random = createRandom(1);
  const items = BigInt64Array.from({ length: ITEMS + 1 }, (_, i) => (i === 0 ? 0n : 10_000_000n + BigInt(i) * 7n));
  const types = Int32Array.of(0, 1, 2, 3);
  return Array.from({ length: Math.ceil(ROWS / ROW_GROUP) }, () => {
    const histories = ROW_GROUP / REPEATS;
    const lengths = Uint32Array.from({ length: histories }, () => Math.floor(random() ** (7 / 3) * (LENGTH + 1)));
    const starts = new Uint32Array(histories);
    for (let h = 1; h < histories; h++) starts[h] = (starts[h - 1] as number) + (lengths[h - 1] as number);
    const tokens = lengths.reduce((sum, length) => sum + length, 0);
    const repeats = new Uint32Array(histories).fill(REPEATS);
    const itemCodes = Int32Array.from({ length: tokens }, () => 1 + Math.floor(random() ** skew * ITEMS));
    const typeCodes = Uint8Array.from({ length: tokens }, () => (random() < 0.9 ? 1 : random() < 0.8 ? 2 : 3));
    const shared = { starts, lengths, repeats, reverse: false, padSide: "right" as const };
    return [
      { ...shared, codes: itemCodes, dictionary: items },
      { ...shared, codes: typeCodes, dictionary: types },
    ];
  });
}

async function encode(codec: Codec, groups: [SequenceData, SequenceData][]): Promise<{ milliseconds: number; bytes: number }> {
  const start = performance.now();
  const writer = await createParquetWriter({ columns: COLUMNS, codec, createdBy: "bench", sink: { write: () => {} } });
  const encodeGroup = await createRowGroupEncoder({ columns: COLUMNS, codec });
  for (const group of groups) await writer.append(encodeGroup(ROW_GROUP, group));
  const { bytes } = await writer.finish();
  return { milliseconds: performance.now() - start, bytes };
}

for (const skew of [3, 1]) {
  const groups = createRowGroups(skew);
  const values = groups.length * ROW_GROUP * LENGTH * COLUMNS.length;
  for (const codec of ["none", "zstd", "snappy"] as const) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await encode(codec, groups));
    const best = Math.min(...rounds.map((round) => round.milliseconds));
    const figures = `${((best * 1e6) / values).toFixed(2)} ns a value, ${best.toFixed(0)} ms, ${rounds[0]?.bytes} bytes`;
    console.log(`${skew === 1 ? "even items  " : "skewed items"}  ${codec.padEnd(6)}  ${figures}`);
  }
}
