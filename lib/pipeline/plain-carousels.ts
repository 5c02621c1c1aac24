import type { Config } from "../config";
import { NO_DAY } from "../no-day";
import { isUsualDelimiter } from "../sources/dialect";
import type { PlainField, PlainRow, RowLayout, RowTaker } from "../sources/plain-fields";
import { namesOf } from "../sources/recognise";
import { type OtherRows, type RowsText, takeApart } from "../sources/source-text";
import { CarouselBuilder } from "./carousel-builder";
import { FragmentBuilder } from "./fragment-builder";
import type { IdCodes } from "./ids";
import type { CarouselRun } from "./shown";
import { isNested, type Mapped } from "./standardize";
import type { IdKind, IdKinds } from "./values";

/** How the plain rows of a file of impressions are read, as plain data, so that any thread can be told. */
export interface CarouselPlan {
  layout: RowLayout;
  /** Whether a row is a carousel, and not an item. */
  isNested: boolean;
  customerIds: IdKind;
  /** The day that the file's path holds, in days since 1970. */
  pathDay: number | null;
}

/** How the plain rows of a CSV or JSON file of impressions are read; `null` where the file, or the config, asks for more than they give. */
export function carouselPlan(file: Mapped, config: Config, idKinds: IdKinds): CarouselPlan | null {
  const nested = isNested(file);
  if (nested && config.standardize.columns.impressions?.list !== undefined) return null;
  if (!isUsualDelimiter(file.delimiter)) return null;
  const fields: PlainField[] = file.columns.map(() => "unused");
  const uses: [PlainField, string][] = [
    ["day", "dt"],
    [idKinds.customer === "text" ? "customer text" : "customer", "customer_id"],
    ["ranking", "ranking_id"],
    ...(nested ? CAROUSEL : itemFields(idKinds.item)),
  ];
  for (const [field, canonical] of uses) {
    const position = file.positions[canonical];
    if (position === undefined) continue;
    if (fields[position] !== "unused") return null;
    fields[position] = field;
  }
  const carousels = {
    item: namesOf("impressions", "item_id", config),
    label: namesOf("impressions", "is_order", config),
    hasTexts: idKinds.item === "text",
  };
  const needs = file.pathDay === null ? "time or day" : "nothing";
  return {
    layout: { fields, types: new Map(), carousels, needs, dateOrder: file.dateOrder },
    isNested: nested,
    customerIds: idKinds.customer,
    pathDay: file.pathDay,
  };
}

const CAROUSEL: [PlainField, string][] = [["carousel", "impressions"]];

const itemFields = (kind: IdKind): [PlainField, string][] => [
  [kind === "text" ? "item text" : "item", "item_id"],
  ["slot", "slot"],
  ["label", "is_order"],
];

/** A text, taken apart into the carousels of its plain rows, or fragments of such, and all other rows. */
export interface PlainCarousels {
  /** How many rows are plain, and of these how many show nothing. */
  rows: number;
  empty: number;
  /** What the others of them show, with codes of items. */
  run: CarouselRun;
  others: OtherRows;
  /** The place of each row of `others`, malformed ones included, in the text. */
  places: Int32Array;
}

/** Reads the plain rows of a text. @param codes of items */
export function readPlainCarousels(text: RowsText, plan: CarouselPlan, codes: IdCodes): PlainCarousels {
  const builder = new CarouselBuilder(codes, plan.customerIds);
  const pathDay = plan.pathDay ?? NO_DAY;
  if (plan.isNested) {
    const { plain, others, places } = takeApart(text, plan.layout, new CarouselRows(builder, text.bytes, pathDay));
    return { rows: plain, empty: plain - builder.count, run: builder.run(), others, places };
  }
  const fragments = new FragmentBuilder(builder);
  const { plain, others, places } = takeApart(text, plan.layout, new ItemRows(builder, fragments, text.bytes, pathDay));
  return { rows: plain, empty: 0, run: fragments.run(), others, places };
}

class CarouselRows implements RowTaker {
  constructor(
    private readonly builder: CarouselBuilder,
    private readonly bytes: Uint8Array,
    private readonly pathDay: number,
  ) {}

  take({ carousel, day, customerHigh, customerLow, rankingStart, rankingEnd }: PlainRow): void {
    const { builder, bytes } = this;
    const { lows, highs, labels } = carousel;
    for (let slot = 0; slot < carousel.count; slot += 1)
      builder.add(lows[slot] as number, highs[slot] as number, bytes, slot, labels[slot] as number);
    const customer = builder.customers.of(customerLow, customerHigh, bytes);
    builder.end(day === NO_DAY ? this.pathDay : day, customer, builder.rankingOf(rankingStart, rankingEnd, bytes));
  }
}

class ItemRows implements RowTaker {
  constructor(
    private readonly builder: CarouselBuilder,
    private readonly fragments: FragmentBuilder,
    private readonly bytes: Uint8Array,
    private readonly pathDay: number,
  ) {}

  take(row: PlainRow, place: number): void {
    const { builder, fragments, bytes } = this;
    const customer = builder.customers.of(row.customerLow, row.customerHigh, bytes);
    const ranking = builder.rankingOf(row.rankingStart, row.rankingEnd, bytes);
    fragments.begin(place, row.day === NO_DAY ? this.pathDay : row.day, customer, ranking);
    builder.add(row.itemLow, row.itemHigh, bytes, row.slot, row.label);
  }
}
