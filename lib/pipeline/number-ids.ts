import { compareUtf8 } from "../inspect/compare-utf8";
import { createIdCodes } from "./id-codes";
import type { Ids } from "./ids";
import type { IdKind } from "./values";

export interface Numbered {
  /** Each id once, ascending: integers by value, texts by their UTF-8 bytes. */
  ids: Ids;
  /** By book and place in it, the number of the id: its place in `ids`. */
  numbers: Int32Array[];
}

/** Numbers the ids of several books, which are of one kind. */
export function numberIds(books: readonly Ids[], kind: IdKind): Numbered {
  const all = createIdCodes(kind);
  for (const book of books) all.codesOf(book);
  const ids = inOrder(all.all());
  const known = createIdCodes(kind);
  known.codesOf(ids);
  return { ids, numbers: books.map((book) => known.codesOf(book)) };
}

function inOrder(ids: Ids): Ids {
  return ids instanceof BigInt64Array ? ids.sort() : ids.sort(compareUtf8);
}
