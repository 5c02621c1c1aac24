import type { Config } from "../config";
import { NO_DAY } from "../no-day";
import { type CsvText, takeApart } from "../sources/csv-text";
import { isUsualDelimiter } from "../sources/dialect";
import { type PlainField, type PlainLayout, type PlainRow, type RowTaker, toHalves } from "../sources/plain-rows";
import { namesOf } from "../sources/recognise";
import type { Records } from "../sources/records";
import { CarouselBuilder } from "./carousel-builder";
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
  if (config.standardize.columns.impressions?.list !== undefined || !isUsualDelimiter(file.delimiter)) return null;
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
  return { layout: { fields, types: new Map(), names, needs, dateOrder: file.dateOrder }, pathDay: file.pathDay };
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
  const builder = new CarouselBuilder(codes);
  const rows = new CarouselRows(builder, text.bytes, plan.pathDay ?? NO_DAY);
  const { plain, others, places } = takeApart(text, { ...plan.layout, delimiter, quote, maxBytes }, rows);
  return { rows: plain, empty: plain - builder.count, run: builder.run(), others, places };
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

class CarouselRows implements RowTaker {
  private readonly halves = new Int32Array(2);

  constructor(
    private readonly builder: CarouselBuilder,
    private readonly bytes: Uint8Array,
    private readonly pathDay: number,
  ) {}

  take({ carousel, day, customerHigh, customerLow, rankingStart, rankingEnd }: PlainRow): void {
    const { builder, halves } = this;
    for (let slot = 0; slot < carousel.count; slot += 1) {
      toHalves(carousel.highs[slot] as number, carousel.lows[slot] as number, halves);
      builder.add(halves[0] as number, halves[1] as number, carousel.labels[slot] as number);
    }
    toHalves(customerHigh, customerLow, halves);
    const ranking = decoder.decode(this.bytes.subarray(rankingStart, rankingEnd));
    builder.end(day === NO_DAY ? this.pathDay : day, halves[0] as number, halves[1] as number, ranking);
  }
}
