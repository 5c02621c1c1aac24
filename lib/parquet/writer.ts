import { ByteWriter } from "./byte-writer";
import { ChunkWriter } from "./chunk";
import { loadCodec } from "./codec";
import { encodeColumn } from "./column";
import { encodeFooter, MAGIC, type RowGroupInfo } from "./footer";
import { type Leaf, leafOf } from "./schema";
import { SequenceEncoder } from "./sequence";
import type { Bounds } from "./statistics";
import {
  type Codec,
  type Column,
  type ColumnData,
  type FixedData,
  type ListData,
  PAGE_LIMITS,
  type PageLimits,
  type SequenceData,
  type Sink,
  type TextData,
} from "./types";

export interface ParquetOptions {
  columns: readonly Column[];
  codec: Codec;
  /** The `created_by` of the file: `<application> version <version> (build <hash>)`. */
  createdBy: string;
  sink: Sink;
  metadata?: Readonly<Record<string, string>> | undefined;
  pageLimits?: Partial<PageLimits> | undefined;
}

export interface ParquetWriter {
  /** Writes one row group; `data` has the columns in order. Wait for it before the next call. */
  writeRowGroup(rows: number, data: readonly ColumnData[]): Promise<void>;
  /** Writes the footer. These key-value pairs are added to those of the options, and win over them. */
  finish(metadata?: Readonly<Record<string, string>>): Promise<{ rows: number; bytes: number }>;
}

/**
 * Writes a Parquet file from the front to the end. The same columns, data and options give the same bytes.
 * What a caller does wrong (lengths that do not fit each other, another type of array) throws an Error before its chunk is written.
 */
export async function createParquetWriter(options: ParquetOptions): Promise<ParquetWriter> {
  const codec = await loadCodec(options.codec);
  const limits = { ...PAGE_LIMITS, ...options.pageLimits };
  const leaves = options.columns.map(leafOf);
  const encoders = options.columns.map((column, i) => createEncoder(column, leaves[i] as Leaf, limits));
  const rowGroups: RowGroupInfo[] = [];
  const buffer = new ByteWriter(1 << 16);
  let position = 0;
  const write = async (bytes: Uint8Array) => {
    await options.sink.write(bytes);
    position += bytes.length;
  };
  await write(MAGIC.slice());

  return {
    async writeRowGroup(rows, data) {
      if (data.length !== encoders.length) throw new Error(`${data.length} columns of data for ${encoders.length} columns`);
      if (rows === 0) return;
      const group: RowGroupInfo = { rows, chunks: [] };
      for (const [i, encode] of encoders.entries()) {
        const chunk = new ChunkWriter(codec, buffer);
        const bounds = encode(rows, data[i] as ColumnData, chunk);
        const { info, bytes } = chunk.finish(position, bounds);
        await write(bytes);
        group.chunks.push(info);
      }
      rowGroups.push(group);
    },
    async finish(metadata) {
      const { columns, createdBy } = options;
      const pairs = { ...options.metadata, ...metadata };
      await write(encodeFooter({ columns, leaves, rowGroups, codecId: codec.id, createdBy, metadata: pairs }));
      return { rows: rowGroups.reduce((sum, group) => sum + group.rows, 0), bytes: position };
    },
  };
}

type Encoder = (rows: number, data: ColumnData, chunk: ChunkWriter) => Bounds;

function createEncoder(column: Column, leaf: Leaf, limits: PageLimits): Encoder {
  if (column.type === "sequence") {
    const encoder = new SequenceEncoder(column, limits);
    return (rows, data, chunk) => encoder.encode(rows, data as SequenceData, chunk);
  }
  return (rows, data, chunk) => encodeColumn(column, leaf, rows, data as FixedData | TextData | ListData, limits, chunk);
}
