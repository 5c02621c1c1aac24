import { ByteWriter } from "./byte-writer";
import type { ChunkInfo } from "./chunk";
import { type Leaf, PHYSICAL, schemaOf, writeSchemaNode } from "./schema";
import { ThriftWriter } from "./thrift";
import type { Column } from "./types";

export const MAGIC = new TextEncoder().encode("PAR1");

/** Of the format: all pages are of version 1. */
const FORMAT_VERSION = 1;

export interface RowGroupInfo {
  rows: number;
  /** One for each column, in order. */
  chunks: ChunkInfo[];
}

export interface FooterInfo {
  columns: readonly Column[];
  leaves: readonly Leaf[];
  rowGroups: readonly RowGroupInfo[];
  codecId: number;
  createdBy: string;
  metadata: Readonly<Record<string, string>>;
}

/** FileMetaData of parquet.thrift, its length in four bytes, and the magic that ends the file. */
export function encodeFooter(info: FooterInfo): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter(4096);
  const thrift = new ThriftWriter(out);
  thrift.root(() => writeFileMetadata(thrift, info));
  out.uint32(out.length);
  out.append(MAGIC);
  return out.copy();
}

function writeFileMetadata(thrift: ThriftWriter, info: FooterInfo): void {
  const rows = info.rowGroups.reduce((sum, group) => sum + group.rows, 0);
  thrift.i32(1, FORMAT_VERSION);
  thrift.structs(2, schemaOf(info.columns), (node) => writeSchemaNode(thrift, node));
  thrift.i64(3, rows);
  thrift.structs(4, [...info.rowGroups.entries()], ([ordinal, group]) => writeRowGroup(thrift, info, group, ordinal));
  const pairs = Object.entries(info.metadata);
  if (pairs.length > 0) thrift.structs(5, pairs, (pair) => writeKeyValue(thrift, pair));
  thrift.binary(6, info.createdBy);
  // ColumnOrder: TYPE_ORDER for each leaf. Without it readers do not trust min_value and max_value.
  thrift.structs(7, info.columns, () => thrift.struct(1, () => {}));
}

function writeKeyValue(thrift: ThriftWriter, [key, value]: [string, string]): void {
  thrift.binary(1, key);
  thrift.binary(2, value);
}

function writeRowGroup(thrift: ThriftWriter, info: FooterInfo, group: RowGroupInfo, ordinal: number): void {
  const sum = (of: (chunk: ChunkInfo) => number) => group.chunks.reduce((total, chunk) => total + of(chunk), 0);
  thrift.structs(1, [...group.chunks.entries()], ([index, chunk]) => writeColumnChunk(thrift, info, index, chunk));
  thrift.i64(
    2,
    sum((chunk) => chunk.uncompressedBytes),
  );
  thrift.i64(3, group.rows);
  thrift.i64(5, group.chunks[0]?.offset ?? 0);
  thrift.i64(
    6,
    sum((chunk) => chunk.compressedBytes),
  );
  if (ordinal <= 0x7fff) thrift.i16(7, ordinal);
}

function writeColumnChunk(thrift: ThriftWriter, info: FooterInfo, index: number, chunk: ChunkInfo): void {
  // file_offset is deprecated; 0 is what the format asks for.
  thrift.i64(2, 0);
  thrift.struct(3, () => writeColumnMetadata(thrift, info.leaves[index] as Leaf, info.codecId, chunk));
}

function writeColumnMetadata(thrift: ThriftWriter, leaf: Leaf, codecId: number, chunk: ChunkInfo): void {
  thrift.i32(1, PHYSICAL[leaf.physical]);
  thrift.i32s(2, chunk.encodings);
  thrift.strings(3, leaf.path);
  thrift.i32(4, codecId);
  thrift.i64(5, chunk.values);
  thrift.i64(6, chunk.uncompressedBytes);
  thrift.i64(7, chunk.compressedBytes);
  thrift.i64(9, chunk.offset + chunk.dictionaryBytes);
  if (chunk.dictionaryBytes > 0) thrift.i64(11, chunk.offset);
  thrift.struct(12, () => writeStatistics(thrift, chunk));
}

function writeStatistics(thrift: ThriftWriter, chunk: ChunkInfo): void {
  thrift.i64(3, chunk.nulls);
  if (!chunk.bounds) return;
  thrift.binary(5, chunk.bounds.max);
  thrift.binary(6, chunk.bounds.min);
  thrift.bool(7, true);
  thrift.bool(8, true);
}
