import type { SourceReport } from "../report";
import { csvChunk } from "../sources/csv";
import type { CsvText } from "../sources/csv-text";
import { type ParquetPart, parquetChunk } from "../sources/parquet";
import type { Records } from "../sources/records";
import type { BuildSource, Chunk } from "../sources/types";
import { type ChunkResult, withMalformed } from "./chunk-results";
import { allInOrder } from "./pool";
import { NO_ROWS, type PlainHooks, type Scanner } from "./scanner";

/** How a file is read of which the plain rows need no engine: a `Piece` is a text or a part, `Read` its plain rows, `Left` the others. */
interface PlainFile<Piece, Read, Left> {
  read: (piece: Piece) => Promise<Read & Left>;
  /** Standardizes the other rows, of so many bytes, in an engine. */
  standardize: (others: Chunk, bytes: number) => Promise<ChunkResult>;
  /** Adds the plain rows to the result of the others. */
  add: (others: ChunkResult, read: Read) => ChunkResult;
}

/** Scans a CSV file text by text. */
export async function scanTexts<Read>(
  scanner: Scanner,
  source: BuildSource,
  plain: PlainHooks,
  { read, standardize, add }: PlainFile<CsvText, Read, { others: Records }>,
): Promise<SourceReport> {
  const texts = plain.readTexts(source, scanner.config.standardize.limits);
  const results = await allInOrder(texts, plain.most, async (text) => {
    const { shape, malformed, sourceBytes } = text;
    const found = await read(text);
    const { others } = found;
    const rest =
      others.rows > 0
        ? await standardize(csvChunk(others, shape, 0), others.bytes.length)
        : withMalformed(NO_ROWS, others.malformed);
    const result = withMalformed(add(rest, found), malformed);
    scanner.progress(sourceBytes, result.rows);
    return result;
  });
  return scanner.report(source, results);
}

/** Scans a Parquet file part by part. @param rowsAPart about; where it is told */
export async function scanParts<Read>(
  scanner: Scanner,
  source: BuildSource,
  plain: PlainHooks,
  { read, standardize, add }: PlainFile<ParquetPart, Read, { others: Uint8Array | null; places: Int32Array }>,
  rowsAPart?: number,
): Promise<SourceReport> {
  const { file } = source;
  const results = await allInOrder(await plain.partsOf(source, rowsAPart), plain.most, async (part) => {
    const found = await read(part);
    const { others, places } = found;
    const rest = others ? await standardize(await parquetChunk(file, source.source, others, places), others.length) : NO_ROWS;
    const result = add(rest, found);
    scanner.progress(part.bytes, result.rows);
    return result;
  });
  return scanner.report(source, results);
}
