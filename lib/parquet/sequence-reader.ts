import { type ColumnMetaData, type FileMetaData, parquetMetadataAsync } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { loadDecompressor } from "./codec";
import { readHybrid } from "./hybrid-reader";

/** A sequence column of one row group: element k of row r is `dictionary[indices[r * length + k]]`. */
export interface DecodedSequences {
  /** rows × length. Valid until the next row group is read. */
  indices: Int32Array;
  dictionary: Int32Array | BigInt64Array;
}

export interface SequenceFile {
  rows: number;
  /** Rows of each row group. */
  rowGroups: number[];
  /** Decodes one column of one row group. @throws Error where it is no list of exactly `length` required values a row */
  read(rowGroup: number, column: string): Promise<DecodedSequences>;
}

type Decompress = (bytes: Uint8Array, size: number) => Uint8Array;
type PageHeader = ReturnType<typeof parquetHeader>;

/**
 * Reads sequence columns back. Footer and page headers are decoded by hyparquet, levels and indices by `hybrid-reader.ts`;
 * neither shares code with the writer.
 */
export async function openSequenceFile(blob: Blob, length: number): Promise<SequenceFile> {
  const slice = (start: number, end?: number) => blob.slice(start, end).arrayBuffer();
  const metadata = await parquetMetadataAsync({ byteLength: blob.size, slice });
  const rowGroups = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
  const buffers = new Map<string, Int32Array>();
  return {
    rows: Number(metadata.num_rows),
    rowGroups,
    async read(rowGroup, column) {
      const chunk = chunkOf(metadata, rowGroup, column);
      const values = (rowGroups[rowGroup] ?? 0) * length;
      const known = buffers.get(column);
      const indices = known && known.length >= values ? known : new Int32Array(values);
      buffers.set(column, indices);
      const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
      const bytes = await slice(start, start + Number(chunk.total_compressed_size));
      const dictionary = decodeChunk(
        new DataView(bytes),
        chunk,
        length,
        indices.subarray(0, values),
        await decompressorOf(chunk),
      );
      return { indices: indices.subarray(0, values), dictionary };
    },
  };
}

function chunkOf(metadata: FileMetaData, rowGroup: number, column: string): ColumnMetaData {
  const chunk = metadata.row_groups[rowGroup]?.columns.find(
    ({ meta_data }) => meta_data?.path_in_schema[0] === column,
  )?.meta_data;
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

/** Decodes all pages of a chunk into `indices`, and gives the dictionary. */
function decodeChunk(
  view: DataView,
  { type }: ColumnMetaData,
  length: number,
  indices: Int32Array,
  decompress: Decompress,
): DecodedSequences["dictionary"] {
  const reader = { view, offset: 0 };
  let dictionary: DecodedSequences["dictionary"] | null = null;
  let done = 0;
  while (done < indices.length) {
    const header = parquetHeader(reader);
    const page = new Uint8Array(view.buffer, view.byteOffset + reader.offset, header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    if (header.type === "DICTIONARY_PAGE") dictionary = decodeDictionary(decompress(page, header.uncompressed_page_size), type);
    else done += decodePage(page, header, length, indices.subarray(done), decompress);
  }
  if (!dictionary) throw new Error("a column has no dictionary");
  return dictionary;
}

function decodeDictionary(bytes: Uint8Array, type: string): DecodedSequences["dictionary"] {
  const { buffer } = bytes.slice();
  if (type === "INT64") return new BigInt64Array(buffer);
  if (type === "INT32") return new Int32Array(buffer);
  throw new Error(`a column of type ${type} is no sequence`);
}

/** Decodes a data page of version 2; gives the number of its values. */
function decodePage(page: Uint8Array, header: PageHeader, length: number, indices: Int32Array, decompress: Decompress): number {
  const shape = header.data_page_header_v2;
  if (!shape) throw new Error("a page is no data page of version 2");
  const { num_values: values, num_rows: rows, num_nulls: nulls } = shape;
  const { repetition_levels_byte_length: repetitionBytes, definition_levels_byte_length: definitionBytes } = shape;
  const levelBytes = repetitionBytes + definitionBytes;
  const repetition = new Uint8Array(values);
  const definition = new Uint8Array(values);
  readHybrid(page.subarray(0, repetitionBytes), 1, repetition);
  readHybrid(page.subarray(repetitionBytes, levelBytes), 1, definition);
  if (nulls !== 0 || definition.includes(0) || values !== rows * length || !startsEvery(repetition, length)) {
    throw new Error(`a page holds other lists than ${rows} of ${length} values`);
  }
  const body = page.subarray(levelBytes);
  const data = shape.is_compressed ? decompress(body, header.uncompressed_page_size - levelBytes) : body;
  readHybrid(data.subarray(1), data[0] ?? 0, indices.subarray(0, values));
  return values;
}

/** Whether a list begins at every multiple of `length`, and nowhere else. */
function startsEvery(repetition: Uint8Array, length: number): boolean {
  for (let at = 0; at < repetition.length; at += length) {
    if (repetition[at] !== 0) return false;
    const next = repetition.indexOf(0, at + 1);
    if (next !== (at + length < repetition.length ? at + length : -1)) return false;
  }
  return true;
}
