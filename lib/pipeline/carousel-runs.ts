import { intsAt } from "../gather";
import { startsOf } from "./grouping";
import type { IdCodes } from "./ids";
import { type Fragments, joinFragments } from "./join-fragments";
import { type CarouselRun, type Carousels, NO_RANKING, type NumberedRun, type Piece, type Shown } from "./shown";
import { TextCodes } from "./text-codes";

/** A run with codes of customers and numbers of rankings. */
interface KnownRun extends Omit<CarouselRun, "customers" | "rankingTexts"> {
  codebook: number;
  piece: Piece;
  customers: Int32Array;
}

/** Collects the carousels shown as they come from readers, each with the codebook of its items. */
export class CarouselRuns {
  private readonly whole: KnownRun[] = [];
  private readonly fragments: KnownRun[] = [];
  private rankings = new TextCodes();

  /** @param customers gives their ids codes */
  constructor(private readonly customers: IdCodes) {}

  /** @param run whose items are codes of this codebook, of a piece of a file */
  add(codebook: number, run: CarouselRun, piece: Piece): void {
    if (run.lengths.length === 0) return;
    const { customers, rankings, rankingTexts, ...items } = run;
    const numbers = this.rankings.codesOfPacked(rankingTexts);
    const known = {
      ...items,
      codebook,
      piece,
      customers: this.customers.codesOf(customers),
      rankings: rankings.map((code) => (code === NO_RANKING ? NO_RANKING : (numbers[code] as number))),
    };
    if (run.places === null) this.whole.push(known);
    else this.fragments.push(known);
  }

  /**
   * Takes all of them in one, in any order; `joined` says how many are put together of rows that hold an item each.
   * @param customers by code, the number of each customer
   * @param items by codebook and code, the number of each item
   */
  takeAll(customers: Int32Array, items: readonly Int32Array[]): Shown & { joined: number } {
    const numbered = (runs: readonly KnownRun[]) => runs.map((known) => withNumbers(known, customers, items));
    const whole = numbered(this.whole.splice(0));
    const fragments = this.fragments.splice(0).sort((a, b) => a.piece.number - b.piece.number);
    const rankingTexts = this.rankings.all();
    this.rankings = new TextCodes();
    if (fragments.length === 0) return { ...asOne(whole), rankingTexts, joined: 0 };
    const joined = joinFragments({ ...asOne(numbered(fragments)), ...standingOf(fragments) });
    return { ...asOne([...whole, joined]), rankingTexts, joined: joined.days.length };
  }
}

function withNumbers(
  { codebook, customers: codes, items: itemCodes, days, rankings, lengths, slots, labels }: KnownRun,
  customers: Int32Array,
  items: readonly Int32Array[],
): NumberedRun {
  const numberOf = items[codebook] as Int32Array;
  return { days, customers: intsAt(customers, codes), rankings, lengths, slots, items: intsAt(numberOf, itemCodes), labels };
}

function asOne(runs: readonly NumberedRun[]): Carousels {
  const [only, ...more] = runs;
  if (only && more.length === 0) {
    const { lengths, ...all } = only;
    return { ...all, starts: startsOf(lengths) };
  }
  const carousels = runs.reduce((sum, { lengths }) => sum + lengths.length, 0);
  const shownItems = runs.reduce((sum, { items }) => sum + items.length, 0);
  const all = {
    days: new Int32Array(carousels),
    customers: new Int32Array(carousels),
    rankings: new Int32Array(carousels),
    slots: new Int32Array(shownItems),
    items: new Int32Array(shownItems),
    labels: new Uint8Array(shownItems),
  };
  const lengths = new Uint32Array(carousels);
  let at = 0;
  let itemAt = 0;
  for (const run of runs) {
    all.days.set(run.days, at);
    all.customers.set(run.customers, at);
    all.rankings.set(run.rankings, at);
    lengths.set(run.lengths, at);
    all.slots.set(run.slots, itemAt);
    all.items.set(run.items, itemAt);
    all.labels.set(run.labels, itemAt);
    at += run.lengths.length;
    itemAt += run.items.length;
  }
  return { ...all, starts: startsOf(lengths) };
}

/** Where the fragments of runs stand, in their order. */
function standingOf(runs: readonly KnownRun[]): Pick<Fragments, "files" | "pieces" | "places"> {
  const count = runs.reduce((sum, { lengths }) => sum + lengths.length, 0);
  const [files, pieces, places] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  let at = 0;
  for (const { lengths, piece, places: own } of runs) {
    const end = at + lengths.length;
    files.fill(piece.file, at, end);
    pieces.fill(piece.number, at, end);
    if (own) places.set(own, at);
    at = end;
  }
  return { files, pieces, places };
}
