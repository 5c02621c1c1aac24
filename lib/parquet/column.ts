import { bitWidth } from "./bit-packing";
import { ByteWriter } from "./byte-writer";
import { type ChunkWriter, type DataPage, ENCODING } from "./chunk";
import { writeHybrid } from "./hybrid";
import type { Leaf } from "./schema";
import { type Shape, shapeOfLists, shapeOfScalars } from "./shape";
import type { Bounds } from "./statistics";
import type { FixedData, FixedValues, ListColumn, ListData, PageLimits, ScalarColumn, TextData } from "./types";
import { booleanValues, int32Values, int64Values, textValues, type Values } from "./values";

/** Encodes one row group of a scalar or list column: with a dictionary where values repeat, else PLAIN. */
export function encodeColumn(
  column: ScalarColumn | ListColumn,
  leaf: Leaf,
  rows: number,
  data: FixedData | TextData | ListData,
  limits: PageLimits,
  chunk: ChunkWriter,
): Bounds {
  check(column, leaf, rows, data);
  const shape =
    column.type === "list" ? shapeOfLists(leaf, rows, data as ListData) : shapeOfScalars(leaf, rows, data as FixedData);
  const values = presentValues(rows, data);
  const dictionary = buildDictionary(values);
  if (dictionary) chunk.dictionaryPage(dictionary.values.plain(0, dictionary.values.count), dictionary.values.count);
  for (const [from, to] of cutPages(rows, shape, values, limits)) {
    chunk.dataPage(encodePage(leaf, shape, values, dictionary, from, to));
  }
  return (dictionary?.values ?? values).bounds();
}

function check(column: ScalarColumn | ListColumn, leaf: Leaf, rows: number, data: FixedData | TextData | ListData): void {
  const wrong = (what: string) => new Error(`Column ${column.name}: ${what}`);
  const count = "offsets" in data ? data.offsets.length - 1 : data.values.length;
  if (count !== rows) throw wrong(`${count} values for ${rows} rows`);
  const nullable = column.type === "list" ? column.nullableElements : column.nullable;
  if (data.validity && !nullable) throw wrong("validity, and nothing may be null");
  const array = "values" in data ? data.values : data.bytes;
  const expected = { boolean: Uint8Array, int32: Int32Array, int64: BigInt64Array, text: Uint8Array }[leaf.physical];
  if (!(array instanceof expected) || (leaf.physical === "text") !== "bytes" in data)
    throw wrong(`the values are not of ${leaf.physical}`);
}

/** The values without the places of nulls, in order. */
function presentValues(rows: number, data: FixedData | TextData | ListData): Values {
  const all = "bytes" in data ? textValues(data.offsets, data.bytes) : fixedValues(data.values);
  const isList = "offsets" in data && "values" in data;
  const first = isList ? (data.offsets[0] as number) : 0;
  const last = isList ? (data.offsets[rows] as number) : rows;
  const places = new Uint32Array(last - first);
  let count = 0;
  for (let i = first; i < last; i++) if (!data.validity || data.validity[i]) places[count++] = i;
  return count === all.count ? all : all.pick(places.subarray(0, count));
}

function fixedValues(values: FixedValues): Values {
  if (values instanceof Int32Array) return int32Values(values);
  return values instanceof BigInt64Array ? int64Values(values) : booleanValues(values);
}

interface Dictionary {
  values: Values;
  /** For each value of the chunk, its place among `values`. */
  indices: Uint32Array;
}

/** The distinct values by first appearance; null if they are more than half of all. */
function buildDictionary({ key, count, pick }: Values): Dictionary | null {
  if (!key) return null;
  const known = new Map<number | bigint | string, number>();
  const firsts: number[] = [];
  const indices = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const value = key(i);
    let index = known.get(value);
    if (index === undefined) {
      index = firsts.length;
      if (index >= count >> 1) return null;
      known.set(value, index);
      firsts.push(i);
    }
    indices[i] = index;
  }
  return firsts.length === 0 ? null : { values: pick(Uint32Array.from(firsts)), indices };
}

/** Ranges of rows `[from, to)`, each within the limits or of one row. */
function cutPages(rows: number, shape: Shape, values: Values, limits: PageLimits): [number, number][] {
  const pages: [number, number][] = [];
  let from = 0;
  let bytes = 0;
  for (let row = 0; row < rows; row++) {
    const added = bytesOfRow(row, shape, values);
    const entries = (shape.entryStarts[row + 1] as number) - (shape.entryStarts[from] as number);
    const full = row - from >= limits.rows || bytes + added > limits.bytes || entries > limits.values;
    if (full && row > from) {
      pages.push([from, row]);
      from = row;
      bytes = 0;
    }
    bytes += added;
  }
  if (rows > from) pages.push([from, rows]);
  return pages;
}

function bytesOfRow(row: number, { entryStarts, valueStarts }: Shape, values: Values): number {
  const from = valueStarts[entryStarts[row] as number] as number;
  const to = valueStarts[entryStarts[row + 1] as number] as number;
  let bytes = 0;
  for (let i = from; i < to; i++) bytes += values.bytesOf(i);
  return bytes;
}

function encodePage(leaf: Leaf, shape: Shape, values: Values, dictionary: Dictionary | null, from: number, to: number): DataPage {
  const firstEntry = shape.entryStarts[from] as number;
  const lastEntry = shape.entryStarts[to] as number;
  const firstValue = shape.valueStarts[firstEntry] as number;
  const lastValue = shape.valueStarts[lastEntry] as number;
  const entries = lastEntry - firstEntry;
  return {
    entries,
    nulls: entries - (lastValue - firstValue),
    encoding: dictionary ? ENCODING.rleDictionary : ENCODING.plain,
    repetition: encodeLevels(shape.repetition, firstEntry, lastEntry, leaf.maxRepetition),
    definition: encodeLevels(shape.definition, firstEntry, lastEntry, leaf.maxDefinition),
    values: dictionary ? encodeIndices(dictionary, firstValue, lastValue) : values.plain(firstValue, lastValue),
  };
}

function encodeLevels(levels: Uint8Array | null, from: number, to: number, max: number): Uint8Array {
  const out = new ByteWriter();
  if (levels) writeHybrid(out, levels, from, to, bitWidth(max + 1));
  return out.written();
}

/** Encodings.md, "Dictionary Encoding": the bit width in one byte, then the indices. */
function encodeIndices({ values, indices }: Dictionary, from: number, to: number): Uint8Array {
  const out = new ByteWriter(1024);
  const width = bitWidth(values.count);
  out.byte(width);
  writeHybrid(out, indices, from, to, width);
  return out.written();
}
