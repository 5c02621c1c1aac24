import { ByteWriter } from "./byte-writer";
import { type ChunkInfo, ChunkWriter } from "./chunk";
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

/** How the columns of a file are encoded. */
export interface Encoding {
  columns: readonly Column[];
  codec: Codec;
  pageLimits?: Partial<PageLimits> | undefined;
}

export interface ParquetOptions extends Encoding {
  /** The `created_by` of the file: `<application> version <version> (build <hash>)`. */
  createdBy: string;
  sink: Sink;
  metadata?: Readonly<Record<string, string>> | undefined;
}

/** A row group as plain data: its column chunks in order, each with offsets that count from its own first byte. */
export interface EncodedRowGroup {
  rows: number;
  chunks: { info: ChunkInfo; bytes: Uint8Array<ArrayBuffer> }[];
}

/** Encodes a row group; `data` has the columns in order. */
export type RowGroupEncoder = (rows: number, data: readonly ColumnData[]) => EncodedRowGroup;

export interface ParquetWriter {
  /** Writes one row group. Wait for it before the next call. */
  append(group: EncodedRowGroup): Promise<void>;
  /** Writes the footer. These key-value pairs are added to those of the options, and win over them. */
  finish(metadata?: Readonly<Record<string, string>>): Promise<{ rows: number; bytes: number }>;
}

/**
 * Makes an encoder of row groups, which are independent of each other. The same columns, data and options give the same bytes.
 * What a caller does wrong (lengths that do not fit each other, another type of array) throws an Error.
 */
export async function createRowGroupEncoder({ columns, codec, pageLimits }: Encoding): Promise<RowGroupEncoder> {
  const pageCodec = await loadCodec(codec);
  const limits = { ...PAGE_LIMITS, ...pageLimits };
  const encoders = columns.map((column) => createEncoder(column, leafOf(column), limits));
  const buffer = new ByteWriter(1 << 16);
  return (rows, data) => {
    if (data.length !== encoders.length) throw new Error(`${data.length} columns of data for ${encoders.length} columns`);
    const chunks = encoders.map((encode, i) => {
      const chunk = new ChunkWriter(pageCodec, buffer);
      const bounds = encode(rows, data[i] as ColumnData, chunk);
      return chunk.finish(bounds);
    });
    return { rows, chunks };
  };
}

/** Writes a Parquet file from the front to the end, of row groups that were encoded for its columns and codec. */
export async function createParquetWriter(options: ParquetOptions): Promise<ParquetWriter> {
  const codec = await loadCodec(options.codec);
  const leaves = options.columns.map(leafOf);
  const rowGroups: RowGroupInfo[] = [];
  let position = 0;
  const write = async (bytes: Uint8Array) => {
    await options.sink.write(bytes);
    position += bytes.length;
  };
  await write(MAGIC.slice());

  return {
    async append({ rows, chunks }) {
      const group: RowGroupInfo = { rows, chunks: [] };
      for (const { info, bytes } of chunks) {
        group.chunks.push({ ...info, offset: position });
        await write(bytes);
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
