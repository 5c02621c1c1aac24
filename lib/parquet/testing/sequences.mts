import type { ColumnData, SequenceData } from "../types";
import { createParquetWriter, createRowGroupEncoder, type ParquetOptions } from "../writer";
import type { Cell } from "./readers.mts";

/** Writes row groups of `[rows, columns]` into one array of bytes. */
export async function writeFile(
  options: Omit<ParquetOptions, "sink" | "createdBy">,
  rowGroups: readonly (readonly [rows: number, data: readonly ColumnData[]])[],
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const sink = { write: (bytes: Uint8Array) => void parts.push(bytes) };
  const writer = await createParquetWriter({ createdBy: "lookback version 0.0.0", ...options, sink });
  const encode = await createRowGroupEncoder(options);
  for (const [rows, data] of rowGroups) await writer.append(encode(rows, data));
  const { bytes } = await writer.finish();
  const file = new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  if (bytes !== file.length) throw new Error(`the writer counted ${bytes} bytes and wrote ${file.length}`);
  return file;
}

export interface Histories {
  /** Each history's codes, in the order they are stored. */
  histories: readonly (readonly number[])[];
  repeats: readonly number[];
  dictionary: Int32Array | BigInt64Array;
  padSide?: "left" | "right";
  reverse?: boolean;
  codes?: "int32" | "uint8";
}

export function sequenceData({
  histories,
  repeats,
  dictionary,
  padSide = "right",
  reverse = false,
  codes = "int32",
}: Histories): SequenceData {
  const lengths = Uint32Array.from(histories, (history) => history.length);
  const starts = lengths.map((_, h) => histories.slice(0, h).flat().length);
  const tokens = histories.flat();
  return {
    codes: codes === "uint8" ? Uint8Array.from(tokens) : Int32Array.from(tokens),
    dictionary,
    starts,
    lengths,
    repeats: Uint32Array.from(repeats),
    reverse,
    padSide,
  };
}

/** What readers must see in the column: the plain way, a padded list for each row. */
export function expectedRows(input: Histories, length: number): Cell[][] {
  const { histories, repeats, dictionary, padSide, reverse } = input;
  return histories.flatMap((history, h) => {
    const tokens = history.map((code) => dictionary[code] as number | bigint);
    if (reverse) tokens.reverse();
    const padding = new Array<number | bigint>(length - history.length).fill(dictionary[0] as number | bigint);
    const row = padSide === "left" ? [...padding, ...tokens] : [...tokens, ...padding];
    return new Array<Cell[]>(repeats[h] as number).fill(row);
  });
}
