import { type ParquetPart, readParquetPart } from "../sources/parquet";
import type { SourceFile } from "../sources/types";
import { type ColumnarPlan, type PlainBatches, plannedColumns, readPlainBatches } from "./columnar-actions";
import { type ColumnarCarouselPlan, type ColumnarCarousels, carouselColumns, readCarouselBatches } from "./columnar-carousels";
import type { IdCodes } from "./ids";
import type { ReaderState } from "./standardizer";

/** All columns of a part as an Arrow IPC stream, where some of its rows are not plain. */
interface Others {
  others: Uint8Array | null;
}

export type PlainPart = PlainBatches & Others;
export type CarouselPart = ColumnarCarousels & Others;

/** Reads the plain rows of a part of a Parquet file of actions. */
export async function readPlainPart(
  file: SourceFile,
  part: ParquetPart,
  plan: ColumnarPlan,
  state: ReaderState,
): Promise<PlainPart> {
  return withOthers(file, part, plannedColumns(plan), (ipc) => readPlainBatches(ipc, plan, state));
}

/** The same for carousels. @param codes of items */
export async function readCarouselPart(
  file: SourceFile,
  part: ParquetPart,
  plan: ColumnarCarouselPlan,
  codes: IdCodes,
): Promise<CarouselPart> {
  return withOthers(file, part, carouselColumns(plan), (ipc) => readCarouselBatches(ipc, plan, codes));
}

async function withOthers<Read extends { places: Int32Array }>(
  file: SourceFile,
  part: ParquetPart,
  columns: readonly string[],
  readBatches: (ipc: Uint8Array) => Read,
): Promise<Read & Others> {
  const read = readBatches(await readParquetPart(file, part, columns));
  return { ...read, others: read.places.length > 0 ? await readParquetPart(file, part, null) : null };
}
