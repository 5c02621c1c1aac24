import type { IdCodes } from "./ids";
import { LongCodes } from "./long-codes";
import { TextCodes } from "./text-codes";
import type { IdKind } from "./values";

/** Codes of ids of one kind. */
export function createIdCodes(kind: IdKind): IdCodes {
  return kind === "integer" ? new LongCodes() : new TextCodes();
}
