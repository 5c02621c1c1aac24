import { csvChunk } from "../sources/csv";
import { type ParquetPart, parquetChunk } from "../sources/parquet";
import type { OtherRows, RowsText } from "../sources/source-text";
import type { BuildSource, Chunk } from "../sources/types";
import { type ChunkResult, withMalformed } from "./chunk-results";
import { NO_ROWS, type PlainHooks, type Scanner, type StandardizePiece } from "./scanner";

/** How a file is read of which the plain rows need no engine: a `Part` is a text or rows of Parquet, `Read` its plain rows, `Left` the others. */
interface PlainFile<Part, Read, Left> {
  read: (part: Part) => Promise<Read & Left>;
  /** Standardizes the other rows, of so many bytes, in an engine. */
  standardize: (others: Chunk, bytes: number, read: Read & Left) => Promise<ChunkResult>;
  /** Adds the plain rows to the result of the others. */
  add: (others: ChunkResult, read: Read) => ChunkResult;
}

/** The texts of a CSV or JSON file. */
export async function* textPieces<Read>(
  scanner: Scanner,
  source: BuildSource,
  plain: PlainHooks,
  { read, standardize, add }: PlainFile<RowsText, Read, { others: OtherRows }>,
): AsyncGenerator<StandardizePiece> {
  for await (const { text, bytes } of plain.readTexts(source, scanner.config.standardize.limits)) {
    const { shape, malformed } = text;
    yield async () => {
      const found = await read(text);
      const { others } = found;
      const rest =
        others.rows > 0
          ? await standardize({ ...csvChunk(others, shape, 0), texts: others.texts }, others.bytes.length, found)
          : withMalformed(NO_ROWS, others.malformed);
      const result = withMalformed(add(rest, found), malformed);
      scanner.progress(bytes, result.rows);
      return result;
    };
  }
}

/** The parts of a Parquet file. @param rowsAPart about; where it is told */
export async function* parquetPieces<Read>(
  scanner: Scanner,
  source: BuildSource,
  plain: PlainHooks,
  { read, standardize, add }: PlainFile<ParquetPart, Read, { others: Uint8Array | null; places: Int32Array }>,
  rowsAPart?: number,
): AsyncGenerator<StandardizePiece> {
  const { file } = source;
  for (const part of await plain.partsOf(source, rowsAPart)) {
    yield async () => {
      const found = await read(part);
      const { others, places } = found;
      const rest = others
        ? await standardize(await parquetChunk(file, source.source, others, places), others.length, found)
        : NO_ROWS;
      const result = add(rest, found);
      scanner.progress(part.bytes, result.rows);
      return result;
    };
  }
}
