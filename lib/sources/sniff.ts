import { DEFAULT_CONFIG, type Limits, type Reading } from "../config";
import { LookbackError } from "../errors";
import { sniffArrow } from "./arrow";
import { concat, readBytes, unreadable } from "./blob";
import { sampleCsv } from "./dialect";
import { encodingOf, isContradicted } from "./encoding";
import type { Encoding } from "./formats";
import { gunzip } from "./gunzip";
import { sampleJson } from "./json";
import { foreignText, kindOf } from "./magic";
import { sniffParquet } from "./parquet";
import { profileOf } from "./profile";
import { hasUtf8Mark } from "./text";
import { SAMPLE_ROWS, type SniffedSource, type Sniffing, type SourceFile } from "./types";

const HEAD_BYTES = 256 << 10;

/** The beginning of a text file, unpacked. */
interface Head {
  bytes: Uint8Array;
  isWhole: boolean;
  /** Bytes of the file on disk that it took. */
  consumed: number;
  compression: "none" | "gzip";
}

/** What is told about the reading of a file. */
interface Told {
  reading: Reading;
  limits: Limits;
}

/**
 * Finds out what a file is, by its content first and then by its name. Reads its beginning only (of Parquet, its end).
 * @param reading what is told of a text file, and so not to be found out
 * @throws LookbackError `empty-file`, `unreadable-file` or `over-limit`
 */
export async function sniff(
  file: SourceFile,
  reading: Reading = {},
  limits: Limits = DEFAULT_CONFIG.standardize.limits,
): Promise<SniffedSource> {
  const source = await sniffAny(file, { reading, limits });
  if (source.columns.length > limits.columns) {
    const found = `${source.columns.length.toLocaleString("en")} columns`;
    throw new LookbackError({ code: "over-limit", file: file.path, limit: "columns", allowed: limits.columns, found });
  }
  return { ...source, sample: source.sample.slice(0, SAMPLE_ROWS), profile: profileOf(source.columns, source.sample) };
}

async function sniffAny(file: SourceFile, told: Told): Promise<Sniffing> {
  if (file.blob.size === 0) throw empty(file);
  const start = await readBytes(file, 0, HEAD_BYTES);
  const kind = kindOf(start);
  if (kind === null) return sniffText(file, await headOf(file, "none", HEAD_BYTES, told.limits), told);
  if (kind === "gzip") {
    const head = await headOf(file, "gzip", HEAD_BYTES, told.limits);
    const inner = kindOf(head.bytes);
    if (inner === null) return sniffText(file, head, told);
    throw unreadable(file, `it is ${nameOf(inner)} packed with gzip; unpack it first`);
  }
  if (typeof kind === "object") throw unreadable(file, `it is ${kind.foreign}`);
  return kind === "parquet" ? sniffParquet(file) : sniffArrow(file, kind === "arrow-file");
}

function nameOf(kind: Exclude<ReturnType<typeof kindOf>, null>): string {
  if (typeof kind === "object") return kind.foreign;
  return { parquet: "a Parquet file", "arrow-file": "an Arrow file", "arrow-stream": "an Arrow stream", gzip: "a gzip file" }[
    kind
  ];
}

async function headOf(file: SourceFile, compression: "none" | "gzip", size: number, limits: Limits): Promise<Head> {
  if (compression === "none") {
    const bytes = await readBytes(file, 0, size);
    return { bytes, isWhole: file.blob.size <= size, consumed: bytes.length, compression };
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  let consumed = 0;
  for await (const block of gunzip(file, limits)) {
    parts.push(block.bytes);
    length += block.bytes.length;
    consumed += block.consumed;
    if (length > size) {
      const share = size / length;
      return { bytes: concat(parts).subarray(0, size), isWhole: false, consumed: consumed * share, compression };
    }
  }
  return { bytes: concat(parts), isWhole: true, consumed, compression };
}

async function sniffText(file: SourceFile, head: Head, told: Told): Promise<Sniffing> {
  const { reading, limits } = told;
  const seen = encodingOf(head.bytes);
  const encoding = reading.encoding ?? seen;
  if (reading.format === undefined) requireNameOfText(file);
  if (encoding === null) throw unreadable(file, "it holds binary data and no text");
  const text = decode(head, encoding);
  const first = text.search(/\S/);
  if (first < 0) {
    if (head.isWhole) throw empty(file);
    throw unreadable(file, `its first ${HEAD_BYTES >> 10} KB are blank`);
  }
  const foreign = foreignText(text);
  if (foreign) throw unreadable(file, `it is ${foreign}`);
  const format = reading.format ?? jsonFormat(text.slice(first)) ?? "csv";
  if (format === "csv" && reading.format === undefined && /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i.test(file.path)) {
    throw unreadable(file, "it is named as JSON, but begins neither as an array of objects nor as an object");
  }
  const found =
    format === "csv"
      ? sampleCsv(new TextEncoder().encode(text), head.isWhole, limits, reading)
      : { ...sampleJson(text, head.isWhole, format, limits), dialect: null };
  const size = head.bytes.length;
  if (!head.isWhole && (found?.count ?? 0) === 0 && size <= limits.recordBytes) {
    const longer = Math.min(size * 8, limits.recordBytes + HEAD_BYTES);
    return sniffText(file, await headOf(file, head.compression, longer, limits), told);
  }
  if (size > limits.recordBytes && (found?.count ?? 0) <= 1 && !found?.columns.length) throw tooLong(file, limits);
  if (format === "json" && head.isWhole && found?.count === 0) throw empty(file);
  if (!found || found.columns.length === 0) {
    if (format === "csv") throw unreadable(file, "no record can be made out in it");
    const seems = reading.format === undefined ? "it begins as JSON" : `its format is said to be ${format}`;
    throw unreadable(file, `${seems}, but is neither an array of objects nor one object a line`);
  }
  const estimate = Math.round((found.count * file.blob.size) / Math.max(1, head.consumed));
  return {
    format,
    compression: head.compression,
    encoding,
    ...(seen !== null && isContradicted(encoding, seen, head.bytes) ? { seemsEncoding: seen } : {}),
    dialect: found.dialect,
    columns: found.columns,
    sample: found.rows,
    rows: head.isWhole ? { count: found.count, isExact: true } : { count: estimate, isExact: false },
    bytes: file.blob.size,
  };
}

/** A file that a reader of tables wrote, but that is text, is damaged. */
function requireNameOfText(file: SourceFile): void {
  const wrong = (format: string) =>
    unreadable(file, `it is named as ${format}, but does not begin as ${format === "Arrow" ? "an Arrow" : "a Parquet"} file`);
  if (/\.(?:parquet|parq|pq)$/i.test(file.path)) throw wrong("Parquet");
  if (/\.(?:arrows?|feather|ipc)$/i.test(file.path)) throw wrong("Arrow");
}

function decode({ bytes, isWhole }: Head, encoding: Encoding): string {
  const unmarked = encoding === "utf-8" && hasUtf8Mark(bytes) ? bytes.subarray(3) : bytes;
  return new TextDecoder(encoding, { ignoreBOM: encoding === "utf-8" }).decode(unmarked, { stream: !isWhole });
}

/** CSV may begin with a bracket too, so the next character must fit as well. */
function jsonFormat(text: string): "json" | "jsonl" | null {
  if (/^\[\s*(?:[{\]]|$)/.test(text)) return "json";
  return /^\{\s*(?:["}]|$)/.test(text) ? "jsonl" : null;
}

function tooLong(file: SourceFile, { recordBytes }: Limits): LookbackError {
  const found = `a first record of more than ${recordBytes.toLocaleString("en")} bytes`;
  return new LookbackError({ code: "over-limit", file: file.path, limit: "recordBytes", allowed: recordBytes, found });
}

function empty(file: SourceFile): LookbackError {
  return new LookbackError({ code: "empty-file", file: file.path });
}
