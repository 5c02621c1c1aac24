import { tableFromIPC } from "apache-arrow";
import { parquetMetadata } from "hyparquet";
import init, { type InitInput, ParquetFile } from "parquet-wasm/esm";
import { ipcChunk } from "./arrow";
import { schemaOf } from "./arrow-messages";
import { columnsOf } from "./arrow-schema";
import { readFailure, unreadable } from "./blob";
import { sampleRows } from "./cells";
import type { SourceColumn } from "./column";
import { emptyChunk } from "./csv";
import { ParquetColumns } from "./parquet-columns";
import { type Chunk, HEAD_ROWS, type SniffedSource, type Sniffing, type SourceFile } from "./types";

const FOOTER_BYTES = 8;

let ready: Promise<unknown> | null = null;

/** To be called once before Parquet is read, with the address or the bytes of `parquet_wasm_bg.wasm`. */
export function initParquet(wasm: InitInput | Promise<InitInput>): Promise<void> {
  ready ??= init({ module_or_path: wasm });
  return ready.then(catchTraps, (failure: unknown) => {
    ready = null;
    throw failure;
  });
}

export async function sniffParquet(file: SourceFile): Promise<Sniffing> {
  const parquet = await open(file);
  const columns = await columnsOfFile(file, parquet);
  const selected = selectedOf(parquet, usable(columns));
  let sample: (string | null)[][] = [];
  if (selected.names.length > 0 && parquet.metadata().fileMetadata().numRows() > 0) {
    const head = await read(file, () => parquet.read({ limit: HEAD_ROWS, batchSize: HEAD_ROWS, columns: selected.names }));
    const table = tableFromIPC(selected.only(head.intoIPCStream()));
    const vectors = columns.map(({ name }) => table.getChild(name));
    sample = sampleRows(vectors, columns, table.numRows);
  }
  return {
    format: "parquet",
    compression: "none",
    encoding: null,
    dialect: null,
    columns: columns.map(({ readable: _readable, ...column }) => column),
    rows: { count: parquet.metadata().fileMetadata().numRows(), isExact: true },
    sample,
    bytes: file.blob.size,
  };
}

/** @param sampleBytes of a larger file only about so many bytes are read, unpacked ones, at several places */
export async function* readParquet(
  file: SourceFile,
  source: SniffedSource,
  chunkBytes: number,
  sampleBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Chunk> {
  const parquet = await open(file);
  const own = usable(await columnsOfFile(file, parquet));
  const shape = { own, columns: source.columns };
  const selected = selectedOf(parquet, own);
  const total = parquet.metadata().fileMetadata().numRows();
  const sample = samplePlaces(file, parquet, own.length, sampleBytes);
  let done = 0;
  let counted = 0;
  if (total === 0) yield emptyChunk(source.columns.length, file.blob.size);
  for (const piece of sample ? samplePieces(sample, chunkBytes) : wholePieces(parquet, chunkBytes)) {
    const stream = await read(file, () => parquet.stream({ ...piece, columns: selected.names }));
    const reader = stream.getReader();
    for (;;) {
      const { done: ended, value: batch } = await read(file, () => reader.read());
      if (ended) break;
      const rows: number = batch.numRows;
      done += rows;
      const end = Math.round((file.blob.size * done) / total);
      yield ipcChunk(selected.only(batch.intoIPCStream()), shape, rows, end - counted);
      counted = end;
    }
  }
  if (!sample && done !== total) throw unreadable(file, `${done} of its ${total} rows could be read`);
}

/** Rows of one row group: parquet-wasm (0.8.0) counts an offset anew in each group of a stream. */
interface Piece {
  rowGroups: [number];
  offset?: number;
  limit?: number;
  batchSize: number;
}

function wholePieces(parquet: ParquetFile, chunkBytes: number): Piece[] {
  const groups = parquet.metadata().rowGroups();
  return groups.map((group, index) => {
    const bytesPerRow = group.totalByteSize() / Math.max(1, group.numRows());
    return { rowGroups: [index], batchSize: batchSizeOf(bytesPerRow, chunkBytes) };
  });
}

const PLACES = 4;
/** What a value takes at least once it is unpacked: runs of one value are next to nothing in the file. */
const LEAST_VALUE_BYTES = 8;

/** Rows of one row group. */
interface Place {
  group: number;
  offset: number;
  rows: number;
  /** Unpacked, about. */
  bytesPerRow: number;
}

/**
 * Rows from the beginning, the middle and the end, of so many unpacked bytes together; `null` if the file is smaller, or
 * that were all rows.
 */
function samplePlaces(file: SourceFile, parquet: ParquetFile, columns: number, sampleBytes: number): Place[] | null {
  if (file.blob.size <= sampleBytes) return null;
  const metadata = parquet.metadata();
  const total = metadata.fileMetadata().numRows();
  const bytes = metadata.rowGroups().reduce((sum, group) => sum + group.totalByteSize(), 0);
  const bytesPerRow = Math.max(LEAST_VALUE_BYTES * columns, bytes / Math.max(1, total));
  const limit = Math.ceil(sampleBytes / PLACES / bytesPerRow);
  if (limit * PLACES >= total) return null;
  const counts = metadata.rowGroups().map((group) => group.numRows());
  const atEnd = Math.min(limit, counts.findLast((rows) => rows > 0) ?? total);
  return Array.from({ length: PLACES }, (_, place): Place => {
    let offset = Math.floor(((total - atEnd) / (PLACES - 1)) * place);
    let group = 0;
    while (offset >= (counts[group] ?? total)) offset -= counts[group++] ?? 0;
    return { group, offset, rows: Math.min(limit, (counts[group] ?? 0) - offset), bytesPerRow };
  });
}

function samplePieces(places: readonly Place[], chunkBytes: number): Piece[] {
  return places.map(({ group, offset, rows, bytesPerRow }) => ({
    ...{ rowGroups: [group], offset, limit: rows },
    batchSize: batchSizeOf(bytesPerRow, chunkBytes),
  }));
}

function batchSizeOf(bytesPerRow: number, chunkBytes: number): number {
  return Math.min(Math.max(1, Math.ceil(chunkBytes / Math.max(1, bytesPerRow))), 1 << 20);
}

/** Rows of a Parquet file that are decoded at once. */
export interface ParquetPart {
  /** The row groups that hold them, neighbours. */
  groups: number[];
  /** The first row, counted in these groups, and how many. */
  offset: number;
  rows: number;
  /** Bytes of the file that the part accounts for. */
  bytes: number;
}

/** Most parts have about so many rows. */
const ROWS_A_PART = 1 << 20;

/** Divides a file into parts, in order. @throws LookbackError `unreadable-file` */
export async function parquetParts(file: SourceFile, rowsAPart = ROWS_A_PART): Promise<ParquetPart[]> {
  const sizes = (await open(file))
    .metadata()
    .rowGroups()
    .map((group) => group.numRows());
  const parts: Omit<ParquetPart, "bytes">[] = [];
  for (const [group, size] of sizes.entries()) {
    const last = parts.at(-1);
    if (last && last.offset === 0 && last.rows + size <= rowsAPart) {
      last.groups.push(group);
      last.rows += size;
      continue;
    }
    for (let offset = 0; offset < size; offset += rowsAPart)
      parts.push({ groups: [group], offset, rows: Math.min(rowsAPart, size - offset) });
  }
  return withBytes(
    parts,
    file,
    sizes.reduce((sum, size) => sum + size, 0),
  );
}

/** Divides a sample of a larger file into parts, of so many unpacked bytes together. @throws LookbackError `unreadable-file` */
export async function sampledParts(file: SourceFile, sampleBytes: number, rowsAPart: number): Promise<ParquetPart[]> {
  const parquet = await open(file);
  const places = samplePlaces(file, parquet, usable(await columnsOfFile(file, parquet)).length, sampleBytes);
  if (!places) return parquetParts(file, rowsAPart);
  const parts = places.map(({ group, offset, rows }) => ({ groups: [group], offset, rows }));
  return withBytes(parts, file, parquet.metadata().fileMetadata().numRows());
}

/** @param total rows of the file */
function withBytes(parts: readonly Omit<ParquetPart, "bytes">[], file: SourceFile, total: number): ParquetPart[] {
  let done = 0;
  const bytesUpTo = (rows: number) => Math.round((file.blob.size * rows) / total);
  return parts.map((part) => {
    done += part.rows;
    return { ...part, bytes: bytesUpTo(done) - bytesUpTo(done - part.rows) };
  });
}

/**
 * Decodes a part into one Arrow IPC stream.
 * @param names of the columns that are wanted; `null` for all that can be read
 * @throws LookbackError `unreadable-file`
 */
export async function readParquetPart(file: SourceFile, part: ParquetPart, names: readonly string[] | null): Promise<Uint8Array> {
  const parquet = await open(file);
  const selected = names
    ? new ParquetColumns(parquet, new Set(names))
    : selectedOf(parquet, usable(await columnsOfFile(file, parquet)));
  const { groups, offset, rows } = part;
  const table = await read(file, () =>
    parquet.read({ rowGroups: groups, offset, limit: rows, batchSize: rows, columns: selected.names }),
  );
  return selected.only(table.intoIPCStream());
}

function selectedOf(parquet: ParquetFile, columns: readonly SourceColumn[]): ParquetColumns {
  return new ParquetColumns(parquet, new Set(columns.map(({ name }) => name)));
}

/** A part as a chunk; of its rows only those at `places`, from 1, in order. */
export async function parquetChunk(file: SourceFile, source: SniffedSource, ipc: Uint8Array, places: Int32Array): Promise<Chunk> {
  const own = usable(await columnsOfFile(file, await open(file)));
  return ipcChunk(ipc, { own, columns: source.columns }, places.length, 0, places);
}

/** The columns that are read. A list has its own column beside those of its entries. */
function usable(columns: readonly SourceColumn[]): SourceColumn[] {
  return columns.filter(({ kind, entryOf }) => kind !== "other" && !entryOf);
}

async function columnsOfFile(file: SourceFile, parquet: ParquetFile) {
  const columns = columnsOf(schemaOf(parquet.schema().intoIPCStream()));
  if (!columns.some(({ kind }) => kind === "timestamp")) return columns;
  const instants = await int96Columns(file);
  return columns.map((column) => (instants.has(column.name) ? { ...column, kind: "instant" as const } : column));
}

/**
 * Columns of the old type INT96, which parquet-wasm gives as local times: Spark, which writes them, means instants.
 * https://spark.apache.org/docs/latest/sql-data-sources-parquet.html (spark.sql.parquet.int96AsTimestamp)
 */
async function int96Columns(file: SourceFile): Promise<Set<string>> {
  const { footer } = await footerOf(file);
  const { schema } = parquetMetadata(footer.slice().buffer);
  return new Set(schema.flatMap(({ type, name }) => (type === "INT96" ? name : [])));
}

/**
 * Opens a file without its `ARROW:schema`, by which a writer says what types it had (large lists, views, dictionaries):
 * the types of Parquet itself are fewer, and apache-arrow for JavaScript and DuckDB know all of them.
 */
async function open(file: SourceFile): Promise<ParquetFile> {
  const blob = await read(file, () => withoutArrowSchema(file));
  return read(file, () => ParquetFile.fromFile(blob));
}

async function withoutArrowSchema(file: SourceFile): Promise<Blob> {
  const { blob } = file;
  const { start, footer } = await footerOf(file);
  const key = new TextEncoder().encode("ARROW:schema");
  const at = lastIndexOf(footer, key);
  if (at < 0) return blob;
  footer[at] = 0x2d;
  return new Blob([blob.slice(0, start), footer]);
}

/** The metadata at the end of a file, up to its last byte, and where they begin. */
async function footerOf(file: SourceFile): Promise<{ start: number; footer: Uint8Array<ArrayBuffer> }> {
  const { blob } = file;
  const end = new Uint8Array(await blob.slice(-FOOTER_BYTES).arrayBuffer());
  const magic = new TextDecoder("latin1").decode(end.subarray(4));
  if (magic === "PARE") throw unreadable(file, "it is an encrypted Parquet file");
  if (end.length < FOOTER_BYTES || magic !== "PAR1") throw unreadable(file, "it has no Parquet footer, so it is cut off");
  const start = blob.size - FOOTER_BYTES - new DataView(end.buffer).getUint32(0, true);
  if (start < 4) throw unreadable(file, "its Parquet footer is damaged");
  return { start, footer: new Uint8Array(await blob.slice(start).arrayBuffer()) };
}

function lastIndexOf(bytes: Uint8Array, part: Uint8Array): number {
  for (
    let at = bytes.lastIndexOf(part[0] as number);
    at >= 0;
    at = at === 0 ? -1 : bytes.lastIndexOf(part[0] as number, at - 1)
  ) {
    if (part.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

async function read<T>(file: SourceFile, call: () => Promise<T>): Promise<T> {
  try {
    return await settled(call());
  } catch (error) {
    const known = readFailure(file, error);
    if (error === known || (error instanceof Error && /^Not(?:Readable|Found)Error$/.test(error.name))) throw known;
    throw unreadable(file, `its Parquet data is damaged or of a kind that is not supported (${firstLine(error)})`);
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]?.slice(0, 200) ?? "";
}

const pending = new Set<(error: unknown) => void>();
let catching = false;

/**
 * parquet-wasm (0.8.0) panics on most kinds of damage. The trap is thrown inside a microtask, so it reaches nobody: the
 * call never settles, and Node ends the process. Its microtasks are wrapped to reject what is being waited for.
 */
function catchTraps(): void {
  if (catching) return;
  catching = true;
  const queue = globalThis.queueMicrotask.bind(globalThis);
  globalThis.queueMicrotask = (task) =>
    queue(() => {
      try {
        task();
      } catch (error) {
        if (!(error instanceof WebAssembly.RuntimeError) || pending.size === 0) throw error;
        for (const reject of pending) reject(error);
      }
    });
}

function settled<T>(call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    pending.add(reject);
    call.then(resolve, reject).finally(() => pending.delete(reject));
  });
}
