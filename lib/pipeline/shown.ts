import type { Ids } from "./ids";
import type { PackedTexts } from "./text-codes";

/** The items shown, by column. */
export interface ShownItems {
  /** `NO_SLOT` where an item gets its slot only with the others of its carousel. */
  slots: Int32Array;
  /** Item numbers. */
  items: Int32Array;
  /** 0 false, 1 true, 2 missing. */
  labels: Uint8Array;
}

/** The code, and the number, of no ranking. */
export const NO_RANKING = -1;

/** Carousels of one item or more, in any order, by column; or fragments of such, of rows that hold an item each. */
export interface CarouselRun extends ShownItems {
  /** Days since 1970. */
  days: Int32Array;
  customers: Ids;
  /** The code of each ranking, or {@link NO_RANKING}. */
  rankings: Int32Array;
  /** By code. */
  rankingTexts: PackedTexts;
  /** How many items each carousel has; those of one follow those of the carousel before it. */
  lengths: Uint32Array;
  /** Where the first row of each fragment stands in its piece of the file, from 1; `null` where there are whole carousels. */
  places: Int32Array | null;
}

/** The same with numbers of customers, items and rankings. */
export interface NumberedRun extends Omit<CarouselRun, "customers" | "rankingTexts" | "places"> {
  customers: Int32Array;
}

/** Carousels with numbers, in any order. */
export interface Carousels extends ShownItems {
  days: Int32Array;
  /** Customer numbers. */
  customers: Int32Array;
  /** Ranking numbers, or {@link NO_RANKING}. */
  rankings: Int32Array;
  /** Where the items of each carousel begin, and where those of the last one end. */
  starts: Uint32Array;
}

/** All carousels shown. */
export interface Shown extends Carousels {
  /** By number, in any order. */
  rankingTexts: readonly string[];
}

/** A piece of a file of impressions. */
export interface Piece {
  /** The number of the file. */
  file: number;
  /** The number of the piece among those of all files: pieces ascend as they stand in a file. */
  number: number;
}
