import type { Config } from "../config";
import { halvesOf } from "../halves";
import { NO_DAY } from "../no-day";
import { type CsvText, takeApart } from "../sources/csv-text";
import { type PlainField, type PlainLayout, type PlainRow, toHalves } from "../sources/plain-rows";
import { namesOf } from "../sources/recognise";
import type { Records } from "../sources/records";
import type { LongCodes } from "./long-codes";
import type { CarouselRun } from "./shown";
import type { Mapped } from "./standardize";
import type { IdKinds } from "./values";

/** How the plain rows of a file of carousels are read, as plain data, so that any thread can be told. */
export interface CarouselPlan {
  layout: Omit<PlainLayout, "delimiter" | "quote" | "maxBytes">;
  /** The day that the file's path holds, in days since 1970. */
  pathDay: number | null;
}

/** How the plain rows of a CSV file of carousels are read; `null` where the file, or the config, asks for more than they give. */
export function carouselPlan(file: Mapped, config: Config, idKinds: IdKinds): CarouselPlan | null {
  if (idKinds.customer === "text" || idKinds.item === "text") return null;
  if (config.standardize.columns.impressions?.list !== undefined) return null;
  const fields: PlainField[] = file.columns.map(() => "unused");
  const uses: [PlainField, string][] = [
    ["day", "dt"],
    ["customer", "customer_id"],
    ["ranking", "ranking_id"],
    ["carousel", "impressions"],
  ];
  for (const [field, canonical] of uses) {
    const position = file.positions[canonical];
    if (position === undefined) continue;
    if (fields[position] !== "unused") return null;
    fields[position] = field;
  }
  const names = {
    item: namesOf("impressions", "item_id", config),
    label: namesOf("impressions", "is_order", config),
  };
  const needs = file.pathDay === null ? "time or day" : "nothing";
  return { layout: { fields, types: new Map(), names, needs }, pathDay: file.pathDay };
}

/** A text, taken apart into the carousels of its plain rows and all other rows. */
export interface PlainCarousels {
  /** How many rows are plain, and of these how many show nothing. */
  rows: number;
  empty: number;
  /** The others of them, with codes of items. */
  run: CarouselRun;
  others: Records;
  /** The place of each row of `others`, malformed ones included, in the text. */
  places: Int32Array;
}

/** Reads the plain rows of a text. @param codes of items */
export function readPlainCarousels(text: CsvText, plan: CarouselPlan, codes: LongCodes): PlainCarousels {
  const { delimiter, quote, maxBytes } = text.shape;
  const collector = new CarouselCollector(text.bytes, plan.pathDay ?? NO_DAY, codes);
  const layout = { ...plan.layout, delimiter, quote, maxBytes };
  const { plain, others, places } = takeApart(text, layout, (row) => collector.add(row));
  return { rows: plain, empty: plain - collector.count, run: collector.run(), others, places };
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

class CarouselCollector {
  private readonly days: number[] = [];
  private readonly lengths: number[] = [];
  /** Halves of ids. */
  private readonly customers: number[] = [];
  private readonly rankings: (string | null)[] = [];
  private readonly slots: number[] = [];
  private readonly items: number[] = [];
  private readonly labels: number[] = [];
  private readonly halves = new Int32Array(2);

  constructor(
    private readonly bytes: Uint8Array,
    private readonly pathDay: number,
    private readonly codes: LongCodes,
  ) {}

  /** How many carousels there are so far. */
  get count(): number {
    return this.days.length;
  }

  add(row: PlainRow): void {
    const { carousel, rankingStart, rankingEnd } = row;
    const { halves } = this;
    if (carousel.count === 0) return;
    this.days.push(row.day === NO_DAY ? this.pathDay : row.day);
    toHalves(row.customerHigh, row.customerLow, halves);
    this.customers.push(halves[0] as number, halves[1] as number);
    this.rankings.push(rankingStart === rankingEnd ? null : decoder.decode(this.bytes.subarray(rankingStart, rankingEnd)));
    this.lengths.push(carousel.count);
    for (let slot = 0; slot < carousel.count; slot += 1) {
      toHalves(carousel.highs[slot] as number, carousel.lows[slot] as number, halves);
      this.slots.push(slot);
      this.items.push(this.codes.of(halves[0] as number, halves[1] as number));
      this.labels.push(carousel.labels[slot] as number);
    }
  }

  run(): CarouselRun {
    const customers = new BigInt64Array(this.count);
    halvesOf(customers).set(this.customers);
    return {
      days: Int32Array.from(this.days),
      customers,
      rankings: this.rankings,
      lengths: Uint32Array.from(this.lengths),
      slots: Int32Array.from(this.slots),
      items: Int32Array.from(this.items),
      labels: Uint8Array.from(this.labels),
    };
  }
}
