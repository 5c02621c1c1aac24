import { byteSize } from "../lib/byte-size";
import type { Reached } from "../lib/report";
import { short, whole } from "./ui/format";

/** `3.7 GB of 5.7 GB` and `64,123,456 of ≈ 105.5M rows`, as far as a stage tells them; what is all is told once. */
export function reachedWords({ fraction, rows, allRows, bytes, isReadBack = false }: Reached): string[] {
  return [
    ...(bytes ? [`${bytes.read < bytes.all ? `${byteSize(bytes.read)} of ` : ""}${byteSize(bytes.all)}`] : []),
    ...(allRows ? [`${whole(rows)}${fraction < 1 ? ofAll(rows, allRows) : ""} rows${isReadBack ? " read back" : ""}`] : []),
  ];
}

/** An estimate that was too low is not worth saying. */
function ofAll(rows: number, { count, isExact }: NonNullable<Reached["allRows"]>): string {
  if (rows >= count) return "";
  return isExact ? ` of ${whole(count)}` : ` of ≈ ${short(count)}`;
}
