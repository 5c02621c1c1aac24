import { tableFromIPC } from "apache-arrow";
import type { Engine } from "../engine/engine";
import { id as idOf, sql } from "../sql";
import { END_OF_STREAM, FlatTable, messageAt } from "./arrow-messages";
import { type ArrowColumn, chunkOf, columnsOf, entryCount, type TableShape } from "./arrow-schema";
import { unpackMessage } from "./arrow-unpack";
import { concat, readBytes, unreadable } from "./blob";
import { sampleRows } from "./cells";
import { emptyChunk } from "./csv";
import { toIpc } from "./ipc";
import type { RowCount } from "./total-rows";
import { type Chunk, HEAD_ROWS, type SniffedSource, type Sniffing, type SourceFile } from "./types";

const MAX_SAMPLE_BYTES = 16 << 20;
const MAGIC_BYTES = 6;
const COUNTED_BATCHES = 1000;
const DAMAGED = "its Arrow data is damaged or cut off";

interface Part {
  kind: "dictionary" | "batch";
  start: number;
  end: number;
  rows: number;
}

/** An Arrow file or stream: its schema as a message of its own, and where its other messages are. */
interface Layout {
  schema: Uint8Array;
  columns: ArrowColumn[];
  parts(): AsyncIterable<Part>;
}

export async function sniffArrow(file: SourceFile, isFile: boolean): Promise<Sniffing> {
  const { schema, columns, parts } = await layoutOf(file, isFile);
  return {
    format: "arrow",
    compression: "none",
    encoding: null,
    dialect: null,
    columns: columns.map(({ readable: _readable, ...column }) => column),
    rows: await rowsOf(file, parts()),
    sample: await sampleOf(file, { schema, columns, parts }),
    bytes: file.blob.size,
  };
}

/** Counts the rows of the batches; those of a file in very many batches are estimated from the first ones. */
async function rowsOf(file: SourceFile, parts: AsyncIterable<Part>): Promise<RowCount> {
  let count = 0;
  let batches = 0;
  for await (const { kind, end, rows } of parts) {
    if (kind !== "batch") continue;
    count += rows;
    batches++;
    if (batches === COUNTED_BATCHES && end < file.blob.size) {
      return { count: Math.round((count * file.blob.size) / end), isExact: false };
    }
  }
  return { count, isExact: true };
}

/** Of types that apache-arrow does not know there is no sample. */
async function sampleOf(file: SourceFile, { schema, columns, parts }: Layout): Promise<(string | null)[][]> {
  const messages = [schema];
  for await (const { kind, start, end } of parts()) {
    if (end - start > MAX_SAMPLE_BYTES) return [];
    messages.push(await partBytes(file, start, end));
    if (kind === "batch") break;
  }
  try {
    const table = tableFromIPC(concat([...messages, END_OF_STREAM]));
    const vectors = table.schema.fields.map((_, index) => table.getChildAt(index));
    return sampleRows(vectors, columns, Math.min(table.numRows, HEAD_ROWS));
  } catch {
    return [];
  }
}

/**
 * Hands the record batches on to DuckDB as they are, some at a time. They are not decoded here: apache-arrow for
 * JavaScript knows neither the types that Polars writes (large lists, views) nor compressed batches.
 * @param sampleBytes of a larger file only batches of about so many bytes are read, spread over it
 */
export async function* readArrow(
  file: SourceFile,
  source: SniffedSource,
  chunkBytes: number,
  sampleBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Chunk> {
  const isFile = !(await isStream(file));
  const { schema, columns, parts } = await layoutOf(file, isFile);
  const unreadableColumn = columns.find((column) => !column.readable);
  if (unreadableColumn) throw unreadable(file, `column ${unreadableColumn.name} has a type that is not supported; leave it out`);
  const shape = { own: columns.filter(({ entryOf }) => !entryOf), columns: source.columns };
  const chosen = file.blob.size > sampleBytes ? await spreadBatches(parts(), sampleBytes) : null;
  const dictionaries: Uint8Array[] = [];
  let skipped = 0;
  let batches: Uint8Array[] = [];
  let rows = 0;
  let size = 0;
  let counted = 0;

  const take = (end: number): Chunk => {
    const ipc = concat([schema, ...dictionaries, ...batches, END_OF_STREAM]);
    const chunk = ipcChunk(ipc, shape, rows, end - counted - skipped);
    const open = async (engine: Engine) => {
      try {
        return await chunk.open(engine);
      } catch (error) {
        throw unreadable(file, `${DAMAGED} (${firstLine(error)})`);
      }
    };
    counted = end;
    skipped = 0;
    batches = [];
    rows = 0;
    size = 0;
    return { ...chunk, open };
  };

  for await (const { kind, start, end, rows: count } of parts()) {
    if (kind === "batch" && chosen?.has(start) === false) {
      skipped += end - start;
      continue;
    }
    const bytes = await partBytes(file, start, end);
    if (kind === "dictionary") {
      // A later dictionary of the same id counts for the batches behind it only.
      if (batches.length > 0) yield take(start);
      dictionaries.push(bytes);
      continue;
    }
    batches.push(bytes);
    rows += count;
    size += bytes.length;
    if (size >= chunkBytes) yield take(end);
  }
  if (batches.length > 0) yield take(file.blob.size);
  else if (counted < file.blob.size) yield emptyChunk(source.columns.length, file.blob.size - counted - skipped);
}

/** Where batches of about so many bytes together begin, evenly spread over the first {@link COUNTED_BATCHES}. */
async function spreadBatches(parts: AsyncIterable<Part>, sampleBytes: number): Promise<Set<number>> {
  const starts: number[] = [];
  let bytes = 0;
  for await (const { kind, start, end } of parts) {
    if (kind !== "batch") continue;
    starts.push(start);
    bytes += end - start;
    if (starts.length === COUNTED_BATCHES) break;
  }
  const many = Math.max(1, Math.min(starts.length, Math.floor((sampleBytes * starts.length) / bytes)));
  const step = (starts.length - 1) / Math.max(1, many - 1);
  return new Set(Array.from({ length: many }, (_, index) => starts[Math.round(index * step)] ?? 0));
}

let tables = 0;

/**
 * A chunk of Arrow batches, given as one whole IPC stream.
 * @param rows how many it has
 * @param places of its rows in the batches, ascending, from 1; by default it has all of them
 */
export function ipcChunk(ipc: Uint8Array, shape: TableShape, rows: number, bytes: number, places?: Int32Array): Chunk {
  return {
    bytes,
    malformed: [],
    texts: null,
    async open(engine) {
      const table = `chunk_${tables++}`;
      await engine.addArrow(table, ipc);
      if (places) await keepPlaces(engine, table, places);
      const close = () => engine.run(sql`DROP TABLE IF EXISTS ${idOf(table)}`);
      const counting = entryCount(table, shape);
      const entries = counting && Number((await engine.query(counting)).get(0)?.entries);
      return { rows: entries ?? rows, from: chunkOf(table, shape), close };
    },
  };
}

/** Deletes all other rows of a table. */
async function keepPlaces(engine: Engine, table: string, places: Int32Array): Promise<void> {
  const kept = `${table}_places`;
  await engine.addArrow(kept, toIpc({ place: places }));
  await engine.run(sql`
    DELETE FROM ${idOf(table)} WHERE rowid + 1 NOT IN (SELECT place FROM ${idOf(kept)});
    DROP TABLE ${idOf(kept)}`);
}

async function partBytes(file: SourceFile, start: number, end: number): Promise<Uint8Array> {
  const bytes = await readBytes(file, start, end);
  if (bytes.length < end - start) throw unreadable(file, DAMAGED);
  try {
    return await unpackMessage(bytes);
  } catch (error) {
    throw unreadable(file, `${DAMAGED} (${firstLine(error)})`);
  }
}

async function isStream(file: SourceFile): Promise<boolean> {
  return (await readBytes(file, 0, 1))[0] === 0xff;
}

async function layoutOf(file: SourceFile, isFile: boolean): Promise<Layout> {
  try {
    return isFile ? await fileLayout(file) : await streamLayout(file);
  } catch (error) {
    if (error instanceof RangeError) throw unreadable(file, `${DAMAGED} (${error.message})`);
    throw error;
  }
}

async function streamLayout(file: SourceFile): Promise<Layout> {
  const first = await headAt(file, 0);
  if (first?.message.kind !== "schema") throw new RangeError("it does not begin with a schema");
  const header = first.message.metadata.table(2);
  if (!header) throw new RangeError("it does not begin with a schema");
  const start = first.message.length;
  return { schema: await readBytes(file, 0, start), columns: columnsOf(header), parts: () => streamParts(file, start) };
}

async function* streamParts(file: SourceFile, from: number): AsyncGenerator<Part> {
  let at = from;
  // The end mark may be left out.
  while (at < file.blob.size) {
    const head = await headAt(file, at).catch((error) => {
      throw error instanceof RangeError ? unreadable(file, DAMAGED) : error;
    });
    if (head === null) return;
    const { kind, length, rows } = head.message;
    if (kind === "dictionary" || kind === "batch") yield { kind, start: at, end: at + length, rows };
    at += length;
  }
}

async function headAt(file: SourceFile, at: number) {
  let need = 4096;
  for (;;) {
    const bytes = await readBytes(file, at, at + need);
    const message = messageAt(bytes);
    if (message === null) return null;
    if (typeof message !== "number") return { message };
    if (bytes.length < need) throw new RangeError("it ends inside a message");
    need = message;
  }
}

async function fileLayout(file: SourceFile): Promise<Layout> {
  const { size } = file.blob;
  const tail = await readBytes(file, Math.max(0, size - MAGIC_BYTES - 4), size);
  if (new TextDecoder("latin1").decode(tail.subarray(4)) !== "ARROW1") throw new RangeError("it has no footer");
  const length = new DataView(tail.buffer).getInt32(0, true);
  const start = size - MAGIC_BYTES - 4 - length;
  if (length <= 0 || start < MAGIC_BYTES) throw new RangeError("its footer has an impossible size");
  const bytes = await readBytes(file, start, start + length);
  const footer = FlatTable.root(new DataView(bytes.buffer), 0);
  const schema = footer.table(1);
  if (!schema) throw new RangeError("its footer has no schema");
  const blocks = (field: number, kind: Part["kind"]) =>
    footer.structs(field, 24).map((block) => {
      const at = Number(block.getBigInt64(0, true));
      return { kind, start: at, end: at + block.getInt32(8, true) + Number(block.getBigInt64(16, true)) };
    });
  const parts = [...blocks(2, "dictionary"), ...blocks(3, "batch")];
  if (parts.some((part) => part.start < MAGIC_BYTES || part.end > start || part.end < part.start)) {
    throw new RangeError("its footer points outside the file");
  }
  return { schema: schemaMessage(bytes, schema), columns: columnsOf(schema), parts: () => fileParts(file, parts) };
}

async function* fileParts(file: SourceFile, parts: readonly Omit<Part, "rows">[]): AsyncGenerator<Part> {
  for (const part of parts) {
    const head = await headAt(file, part.start).catch((error) => {
      throw error instanceof RangeError ? unreadable(file, DAMAGED) : error;
    });
    if (head?.message.kind !== part.kind) throw unreadable(file, DAMAGED);
    yield { ...part, rows: head.message.rows };
  }
}

/**
 * A file need not begin with its schema as a message (Polars writes none), so one is made around the footer's: a Message
 * table whose header points into the footer's flatbuffer, which follows unchanged.
 */
function schemaMessage(footer: Uint8Array, schema: FlatTable): Uint8Array {
  const PREFIX = 8;
  const TABLE = 32;
  const padded = (TABLE + footer.length + 7) & ~7;
  const bytes = new Uint8Array(PREFIX + padded);
  const view = new DataView(bytes.buffer, PREFIX);
  new DataView(bytes.buffer).setUint32(0, 0xffffffff, true);
  new DataView(bytes.buffer).setInt32(4, padded, true);
  view.setUint32(0, 16, true); // the table
  const VTABLE = [12, 12, 8, 10, 4, 0]; // its size, the table's, then where version, header type, header and body length are
  VTABLE.forEach((value, index) => {
    view.setUint16(4 + index * 2, value, true);
  });
  view.setInt32(16, 12, true); // back to the vtable
  view.setUint32(20, TABLE + schema.at - 20, true);
  view.setInt16(24, 4, true); // metadata version V5
  view.setUint8(26, 1); // Schema
  bytes.set(footer, PREFIX + TABLE);
  return bytes;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]?.slice(0, 200) ?? "";
}
