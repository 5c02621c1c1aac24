import { type ParquetPart, readParquetPart } from "../sources/parquet";
import type { SourceFile } from "../sources/types";
import { type ColumnarPlan, type PlainBatches, plannedColumns, readPlainBatches } from "./columnar-actions";
import { type ColumnarCarouselPlan, type ColumnarCarousels, carouselColumns, readCarouselBatches } from "./columnar-carousels";
import type { LongCodes } from "./long-codes";
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
  const read = readPlainBatches(await readParquetPart(file, part, plannedColumns(plan)), plan, state);
  return { ...read, others: await othersOf(file, part, read.places) };
}

/** The same for carousels. @param codes of items */
export async function readCarouselPart(
  file: SourceFile,
  part: ParquetPart,
  plan: ColumnarCarouselPlan,
  codes: LongCodes,
): Promise<CarouselPart> {
  const read = readCarouselBatches(await readParquetPart(file, part, carouselColumns(plan)), plan, codes);
  return { ...read, others: await othersOf(file, part, read.places) };
}

async function othersOf(file: SourceFile, part: ParquetPart, places: Int32Array): Promise<Uint8Array | null> {
  return places.length > 0 ? readParquetPart(file, part, null) : null;
}
