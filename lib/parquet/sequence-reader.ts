import { type ColumnMetaData, type FileMetaData, parquetMetadataAsync } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { loadDecompressor } from "./codec";
import { RunReader } from "./run-reader";

export interface SequenceFile {
  rows: number;
  /** Rows of each row group. */
  rowGroups: number[];
  /**
   * One column of one row group; the one that was opened before ends with it.
   * @throws Error where it is no sequence column of the file's length
   */
  open(rowGroup: number, column: string): Promise<SequenceCursor>;
}

type Decompress = (bytes: Uint8Array, size: number) => Uint8Array;

/**
 * Opens a written file to read its sequence columns back. Footer and page headers are decoded by hyparquet, levels and
 * indices by {@link RunReader}; neither shares code with the writer.
 * @param length of each sequence
 */
export async function openSequenceFile(blob: Blob, length: number): Promise<SequenceFile> {
  const slice = (start: number, end?: number) => blob.slice(start, end).arrayBuffer();
  const metadata = await parquetMetadataAsync({ byteLength: blob.size, slice });
  const decompressors = new Map<string, Promise<Decompress>>();
  return {
    rows: Number(metadata.num_rows),
    rowGroups: metadata.row_groups.map(({ num_rows }) => Number(num_rows)),
    async open(rowGroup, column) {
      const chunk = chunkOf(metadata, rowGroup, column);
      const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
      const bytes = await slice(start, start + Number(chunk.total_compressed_size));
      const decompress = decompressors.get(column) ?? decompressorOf(chunk);
      decompressors.set(column, decompress);
      return new SequenceCursor(bytes, chunk.type, length, await decompress);
    },
  };
}

function chunkOf(metadata: FileMetaData, rowGroup: number, column: string): ColumnMetaData {
  const chunks = metadata.row_groups[rowGroup]?.columns ?? [];
  const chunk = chunks.find(({ meta_data }) => meta_data?.path_in_schema[0] === column)?.meta_data;
  if (!chunk) throw new Error(`row group ${rowGroup} has no column ${column}`);
  return chunk;
}

async function decompressorOf({ codec }: ColumnMetaData): Promise<Decompress> {
  switch (codec) {
    case "UNCOMPRESSED":
      return (bytes) => bytes;
    case "SNAPPY":
      return loadDecompressor("snappy");
    case "ZSTD":
      return loadDecompressor("zstd");
    default:
      throw new Error(`the codec ${codec} is not one that is written`);
  }
}

/** Goes through the rows of a column chunk, one at a time. */
export class SequenceCursor {
  readonly dictionary: Int32Array | BigInt64Array;
  /** The current row: element k is `dictionary[row[k]]`. Changes with {@link next}. */
  row: Int32Array;
  /** Where the run of equal values begins that ends the current row. */
  tail = 0;
  private before: Int32Array;
  private readonly reader: { view: DataView; offset: number };
  private values: DataView = new DataView(new ArrayBuffer(0));
  private runs = new RunReader(new Uint8Array(), 0);
  private rowsLeft = 0;
  /** The bytes of the row before, if whole runs make it up. */
  private start = 0;
  private size = 0;

  constructor(
    bytes: ArrayBuffer,
    type: string,
    private readonly length: number,
    private readonly decompress: Decompress,
  ) {
    this.reader = { view: new DataView(bytes), offset: 0 };
    this.row = new Int32Array(length);
    this.before = new Int32Array(length);
    const { header, page } = this.page();
    if (header.type !== "DICTIONARY_PAGE") throw new Error("a column has no dictionary");
    this.dictionary = decodeDictionary(decompress(page, header.uncompressed_page_size), type);
  }

  /** Goes to the next row. @returns whether it is the same as the row before */
  next(): boolean {
    if (this.rowsLeft === 0) this.openPage();
    this.rowsLeft -= 1;
    const { runs, values, start, size } = this;
    // Equal bytes between the borders of runs are equal values: rows of one carousel need no decoding.
    if (size > 0 && runs.isBetweenRuns && areEqual(values, start, runs.at, size)) {
      runs.at += size;
      return true;
    }
    const from = runs.isBetweenRuns ? runs.at : null;
    [this.row, this.before] = [this.before, this.row];
    this.tail = runs.fill(this.row);
    this.start = from ?? 0;
    this.size = from !== null && runs.isBetweenRuns ? runs.at - from : 0;
    return areEqualRows(this.row, this.before);
  }

  private page() {
    const { reader } = this;
    const header = parquetHeader(reader);
    const page = new Uint8Array(reader.view.buffer, reader.offset, header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    return { header, page };
  }

  private openPage(): void {
    const { header, page } = this.page();
    const count = header.data_page_header?.num_values;
    if (count === undefined) throw new Error("a page is no data page of version 1");
    const data = this.decompress(page, header.uncompressed_page_size);
    const repetition = levelsAt(data, 0);
    const definition = levelsAt(data, repetition.byteLength + LEVELS_LENGTH);
    const isWhole =
      count % this.length === 0 &&
      startsEvery(new RunReader(repetition, 1), count, this.length) &&
      isAlways(1, new RunReader(definition, 1), count);
    if (!isWhole) throw new Error(`a page holds other lists than some of ${this.length} values`);
    const width = 2 * LEVELS_LENGTH + repetition.length + definition.length;
    const values = data.subarray(width + 1);
    this.values = new DataView(values.buffer, values.byteOffset, values.length);
    this.runs = new RunReader(values, data[width] ?? 0);
    this.rowsLeft = count / this.length;
    this.size = 0;
  }
}

/** Levels stand behind their length in four bytes. */
const LEVELS_LENGTH = 4;

function levelsAt(page: Uint8Array, at: number): Uint8Array {
  const length = new DataView(page.buffer, page.byteOffset + at, LEVELS_LENGTH).getUint32(0, true);
  return page.subarray(at + LEVELS_LENGTH, at + LEVELS_LENGTH + length);
}

function decodeDictionary(bytes: Uint8Array, type: string): SequenceCursor["dictionary"] {
  const { buffer } = bytes.slice();
  if (type === "INT64") return new BigInt64Array(buffer);
  if (type === "INT32") return new Int32Array(buffer);
  throw new Error(`a column of type ${type} is no sequence`);
}

/** Whether `size` bytes at two places are the same; places too near to the end are not. */
function areEqual(bytes: DataView, a: number, b: number, size: number): boolean {
  if (b + size > bytes.byteLength) return false;
  const words = size & ~3;
  for (let k = 0; k < words; k += 4) if (bytes.getInt32(a + k, true) !== bytes.getInt32(b + k, true)) return false;
  for (let k = words; k < size; k += 1) if (bytes.getUint8(a + k) !== bytes.getUint8(b + k)) return false;
  return true;
}

function areEqualRows(row: Int32Array, before: Int32Array): boolean {
  for (let k = 0; k < row.length; k += 1) if (row[k] !== before[k]) return false;
  return true;
}

/** Whether repetition level 0, a new list, stands at every multiple of `length` and nowhere else. */
function startsEvery(levels: RunReader, values: number, length: number): boolean {
  for (let at = 0; at < values; ) {
    const [level, count] = levels.next();
    const place = at % length;
    if (level === 0 ? place !== 0 || (count > 1 && length > 1) : place === 0 || place + count > length) return false;
    at += count;
  }
  return true;
}

function isAlways(level: number, levels: RunReader, values: number): boolean {
  for (let at = 0; at < values; ) {
    const [found, count] = levels.next();
    if (found !== level) return false;
    at += count;
  }
  return true;
}
