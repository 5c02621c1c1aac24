import { compareUtf8 } from "../inspect/compare-utf8";
import type { Ids } from "./ids";
import { codesOf, LongCodes } from "./long-codes";
import type { IdKind } from "./values";

/** Gives ids of one kind codes from 0, in the order in which they are first seen. */
export class Codebook {
  /** The codes of integers. */
  readonly longs = new LongCodes();
  private readonly texts = new Map<string, number>();

  constructor(private readonly kind: IdKind) {}

  /** The codes of ids; new ones for those that have none yet. */
  codes(ids: Ids): Int32Array {
    return ids instanceof BigInt64Array ? codesOf(ids, this.longs) : Int32Array.from(ids, (text) => this.codeOf(text));
  }

  /** How many ids have a code. */
  get size(): number {
    return this.kind === "integer" ? this.longs.size : this.texts.size;
  }

  /** The ids by their codes. */
  all(): Ids {
    return this.kind === "integer" ? this.longs.all() : [...this.texts.keys()];
  }

  private codeOf(text: string): number {
    const known = this.texts.get(text) ?? this.texts.size;
    if (known === this.texts.size) this.texts.set(text, known);
    return known;
  }
}

export interface Numbered {
  /** Each id once, ascending: integers by value, texts by their UTF-8 bytes. */
  ids: Ids;
  /** By book and place in it, the number of the id: its place in `ids`. */
  numbers: Int32Array[];
}

/** Numbers the ids of several books, which are of one kind. */
export function numberIds(books: readonly Ids[], kind: IdKind): Numbered {
  const all = new Codebook(kind);
  for (const book of books) all.codes(book);
  const ids = inOrder(all.all());
  const known = new Codebook(kind);
  known.codes(ids);
  return { ids, numbers: books.map((book) => known.codes(book)) };
}

function inOrder(ids: Ids): Ids {
  return ids instanceof BigInt64Array ? ids.sort() : ids.sort(compareUtf8);
}
