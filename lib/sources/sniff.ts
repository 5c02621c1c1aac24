import { LookbackError } from "../errors";
import { sniffArrow } from "./arrow";
import { concat, readBytes, unreadable } from "./blob";
import { sampleCsv } from "./dialect";
import { encodingOf } from "./encoding";
import { gunzip } from "./gunzip";
import { sampleJson } from "./json";
import { foreignText, kindOf } from "./magic";
import { sniffParquet } from "./parquet";
import { hasUtf8Mark } from "./text";
import type { Encoding, SniffedSource, SourceFile } from "./types";

const HEAD_BYTES = 256 << 10;
/** A head without one whole JSON record is read again this long. */
const LONG_HEAD_BYTES = 16 << 20;

interface Head {
  bytes: Uint8Array;
  isWhole: boolean;
}

/**
 * Finds out what a file is, by its content first and then by its name. Reads its beginning only (of Parquet, its end).
 * @throws LookbackError `empty-file` or `unreadable-file`
 */
export async function sniff(file: SourceFile): Promise<SniffedSource> {
  if (file.blob.size === 0) throw empty(file);
  const start = await readBytes(file, 0, HEAD_BYTES);
  const kind = kindOf(start);
  if (kind === null) return sniffText(file, { bytes: start, isWhole: file.blob.size <= HEAD_BYTES }, "none");
  if (kind === "gzip") {
    const head = await unpackedHead(file, HEAD_BYTES);
    const inner = kindOf(head.bytes);
    if (inner === null) return sniffText(file, head, "gzip");
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

async function unpackedHead(file: SourceFile, bytes: number): Promise<Head> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const block of gunzip(file)) {
    parts.push(block.bytes);
    size += block.bytes.length;
    if (size > bytes) return { bytes: concat(parts).subarray(0, bytes), isWhole: false };
  }
  return { bytes: concat(parts), isWhole: true };
}

async function sniffText(file: SourceFile, head: Head, compression: "none" | "gzip"): Promise<SniffedSource> {
  const name = file.path.toLowerCase();
  if (/\.(?:parquet|parq|pq)$/.test(name)) throw unreadable(file, "it is named as Parquet, but does not begin as a Parquet file");
  if (/\.(?:arrows?|feather|ipc)$/.test(name))
    throw unreadable(file, "it is named as Arrow, but does not begin as an Arrow file");
  const encoding = encodingOf(head.bytes);
  if (encoding === null) throw unreadable(file, "it holds binary data and no text");
  const text = decode(head, encoding);
  const first = text.search(/\S/);
  if (first < 0) {
    if (head.isWhole) throw empty(file);
    throw unreadable(file, `its first ${HEAD_BYTES >> 10} KB are blank`);
  }
  const foreign = foreignText(text);
  if (foreign) throw unreadable(file, `it is ${foreign}`);
  const common = { compression, encoding, bytes: file.blob.size };
  const asText = (names: string[]) => names.map((column) => ({ name: column, kind: "text" as const }));

  const format = jsonFormat(text.slice(first));
  if (format) {
    const found = sampleJson(text, head.isWhole, format);
    if (found.names.length > 0) {
      return { ...common, format, dialect: null, columns: asText(found.names), sample: found.rows };
    }
    if (found.parts === 0 && head.isWhole) throw empty(file);
    if (found.parts === 0 && head.bytes.length < LONG_HEAD_BYTES) {
      return sniffText(file, await longHead(file, compression), compression);
    }
    throw unreadable(file, "it begins as JSON, but is neither an array of objects nor one object a line");
  }
  if (/\.(?:json|jsonl|ndjson)(?:\.gz)?$/.test(name)) {
    throw unreadable(file, "it is named as JSON, but begins neither as an array of objects nor as an object");
  }
  const found = sampleCsv(new TextEncoder().encode(text), head.isWhole);
  if (!found) throw unreadable(file, "no record can be made out in it");
  return { ...common, format: "csv", dialect: found.dialect, columns: asText(found.names), sample: found.rows };
}

async function longHead(file: SourceFile, compression: "none" | "gzip"): Promise<Head> {
  if (compression === "gzip") return unpackedHead(file, LONG_HEAD_BYTES);
  return { bytes: await readBytes(file, 0, LONG_HEAD_BYTES), isWhole: file.blob.size <= LONG_HEAD_BYTES };
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

function empty(file: SourceFile): LookbackError {
  return new LookbackError({ code: "empty-file", file: file.path });
}
