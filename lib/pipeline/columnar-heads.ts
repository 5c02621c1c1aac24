import type { RecordBatch } from "apache-arrow";
import { NO_DAY } from "../no-day";
import type { TextFields } from "../sources/text-fields";
import type { DateOrder } from "../sources/times";
import type { CarouselBuilder } from "./carousel-builder";
import { type DayColumn, type Days, daysOf } from "./columnar-times";
import { dataOf, type IdPairs, idPairsOf, isOfCalendar, isPlainId, isPresent, type Texts, textsOf } from "./columnar-values";
import { NO_RANKING } from "./shown";
import type { IdKinds } from "./values";

/** Which columns say whose a carousel is, and of which day. */
export interface HeadPlan {
  day: DayColumn | null;
  customer: string;
  ranking: string | null;
  idKinds: IdKinds;
  /** The day that the file's path holds, in days since 1970. */
  pathDay: number | null;
  /** Of texts with the year last; `null` where it is not known. */
  dateOrder: DateOrder | null;
}

/** Adds a row, unless it is not plain. @param place of the row in the part, from 1 */
export type RowReader = (row: number, place: number) => boolean;

/** Whose carousels the rows of a batch are, and of which day. */
export class Heads {
  private constructor(
    private readonly days: Days | null,
    private readonly pathDay: number | null,
    private readonly customers: IdPairs,
    private readonly rankings: Texts | null,
  ) {}

  /** `null` where the types of the batch are others than those that are read. @param texts reads days */
  static of(batch: RecordBatch, plan: HeadPlan, texts: TextFields): Heads | null {
    const customers = idPairsOf(dataOf(batch, plan.customer), plan.idKinds.customer);
    const days = plan.day && daysOf(dataOf(batch, plan.day.name), plan.day, texts);
    const rankings = textsOf(dataOf(batch, plan.ranking));
    if (!customers || (plan.day !== null && !days) || (plan.ranking !== null && !rankings)) return null;
    return new Heads(days, plan.pathDay, customers, rankings);
  }

  /** Whether the customer and the day are there, and the day is one of a calendar. */
  isPlain(row: number): boolean {
    return isOfCalendar(this.dayAt(row)) && isPlainId(this.customers, row);
  }

  /** `NO_DAY` where there is none. */
  dayAt(row: number): number {
    const { days, pathDay } = this;
    return days && isPresent(days, row) ? (days.values[row] as number) : (pathDay ?? NO_DAY);
  }

  /** The code of the customer. */
  customerAt(row: number, { customers }: CarouselBuilder): number {
    const { pairs, bytes } = this.customers;
    return customers.of(pairs[2 * row] as number, pairs[2 * row + 1] as number, bytes);
  }

  /** The code of the ranking. */
  rankingAt(row: number, builder: CarouselBuilder): number {
    const { rankings } = this;
    if (!rankings || !isPresent(rankings, row)) return NO_RANKING;
    return builder.rankingOf(rankings.offsets[row] as number, rankings.offsets[row + 1] as number, rankings.bytes);
  }
}
