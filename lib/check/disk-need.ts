import { byteSize } from "../byte-size";
import type { Config, OutputColumn } from "../config";
import { downloadName } from "../download-name";
import { VALUES_A_ROW_GROUP } from "../pipeline/row-group-size";
import type { Checked, CheckedLayout, Days, Shown } from "./checked";
import { controls, type Finding } from "./finding";

/** Bytes that a build writes, about: in what the browser lets the page store, and into a file of the user's. */
export interface DiskNeed {
  site: number;
  file: number;
}

/** Where a build writes. */
export interface WrittenTo {
  /** Whether the dataset goes straight into a file of the user's. */
  intoFile: boolean;
  /** Bytes of actions that are kept in memory; the others are put on disk while they are ranked. */
  memory: number;
}

/** What the type of an action takes in a history; its item takes what tells it from the others. */
const BITS_A_TYPE = 0.9;
const BITS_A_PLAIN_TYPE = 2;
/** Bytes of an item id in the dictionary of a row group, of a row's copy of the history before it, and of other columns. */
const SIZES = {
  zstd: { id: 3, copy: 0, rows: 1 },
  snappy: { id: 5, copy: 0.05, rows: 2 },
  none: { id: 8, copy: 1, rows: 4 },
} as const;
/** Bytes a row, compressed by zstd. */
const ROW_BYTES: Record<OutputColumn, number> = {
  impressions: 2,
  actions: 0,
  action_types: 0,
  dt: 0.1,
  customer_id: 0.6,
  ranking_id: 3,
  slot: 0.2,
  is_order: 0.2,
  history_length: 0.3,
  newest_action_at: 0.9,
  oldest_action_at: 0.9,
};
const VOCABULARY_BYTES_AN_ITEM = 6;
/** An action on disk, as it was read and as it was ranked. */
const ACTION_BYTES = 46;
/** More than this share of what the browser promises is too near: there may be less. (Chromium promises 10 GiB everywhere.) */
const SAFE_SHARE = 0.9;
/** A footer with the recipe. */
const LEAST_BYTES = 8_000;

/**
 * What a build will write, judged by a sample: it holds as many histories, and its customers as many actions before their days,
 * as the sample has for its part of the bytes. `null` where the sample has no impressions.
 */
export function diskNeed({ shown, layouts }: Checked, config: Config, { intoFile, memory }: WrittenTo): DiskNeed | null {
  if (!shown) return null;
  const { output, rank } = config;
  const sizes = SIZES[output.compression];
  const shownScale = scaleOf(layouts.filter(({ role }) => role === "impressions"));
  const histories = shown.histories * shownScale;
  const rows = output.layout === "compact" ? histories : shown.rows * shownScale;
  const items = Math.max(shown.items, ...layouts.map(({ actions }) => actions?.items ?? 0));
  const values = histories * Math.min(rank.maxActions, actionsBefore(layouts, shown, config));
  const copies = values * (rows / Math.max(1, histories) - 1);

  const isPlain = output.compression === "none";
  const itemBits = output.columns.includes("actions") ? Math.log2(Math.max(2, items)) : 0;
  const typeBits = output.columns.includes("action_types") ? (isPlain ? BITS_A_PLAIN_TYPE : BITS_A_TYPE) : 0;
  const bits = typeBits + (isPlain ? Math.ceil(itemBits) : itemBits);
  const groups = Math.ceil((rows * rank.maxActions) / VALUES_A_ROW_GROUP);
  const perRow = output.columns.reduce((sum, column) => sum + ROW_BYTES[column], 0);
  const dataset =
    LEAST_BYTES +
    ((values + copies * sizes.copy) * bits) / 8 +
    (itemBits > 0 ? groups * Math.min(items, VALUES_A_ROW_GROUP) * sizes.id : 0) +
    rows * perRow * sizes.rows;
  const vocabulary = output.itemIds === "vocabulary" ? items * VOCABULARY_BYTES_AN_ITEM : 0;
  const isPacked = downloadName(config) === "dataset.zip";
  const whole = dataset + vocabulary;
  const scratch = scratchBytes(layouts, shownScale, memory);
  if (!intoFile) return { site: scratch + (isPacked ? 2 * whole : whole), file: 0 };
  return isPacked ? { site: scratch + whole, file: whole } : { site: scratch + vocabulary, file: dataset };
}

/** What is to be said of it before the build: a warning where it is likely not to fit. */
export function judgeDisk({ site, file }: DiskNeed, room: number | null, canWriteFile: boolean): Finding {
  if (room !== null && site > SAFE_SHARE * room) {
    return {
      level: "warning",
      text: `The build needs about ${byteSize(site)}, and the browser promises this page ${byteSize(room)}: it may stop for want of room.`,
      mend: canWriteFile && file === 0 ? { control: controls.destination, label: "Write into a file of yours" } : null,
    };
  }
  const allowed = room === null ? "" : `, which promises this page ${byteSize(room)}`;
  const inBrowser = `about ${byteSize(site)} into this browser${allowed}`;
  const inFile = `about ${byteSize(file)} into the file that you choose`;
  const places = [...(file > 0 ? [inFile] : []), ...(site > 0 ? [inBrowser] : [])];
  return { level: "note", text: `The build will write ${places.join(", and ")}.`, mend: null };
}

/** Customers that the sample has not seen have actions too, so there are as many more as there are impressions. */
function scratchBytes(layouts: readonly CheckedLayout[], shownScale: number, memory: number): number {
  const known = layouts.reduce((sum, layout) => {
    const share = Math.min(1, ((layout.actions?.known ?? 0) / Math.max(1, layout.rowsKept)) * shownScale);
    return sum + (layout.actions ? layout.rowsKept * scaleOf([layout]) * share : 0);
  }, 0);
  return known * (ACTION_BYTES / 2) > memory ? known * ACTION_BYTES - memory : 0;
}

/** How many times the rows of the sample the files have. */
function scaleOf(layouts: readonly CheckedLayout[]): number {
  const bytes = layouts.reduce((sum, layout) => sum + layout.bytes, 0);
  const read = layouts.reduce((sum, layout) => sum + (layout.isWhole ? layout.bytes : layout.bytesRead), 0);
  return read === 0 ? 1 : bytes / read;
}

/** Actions of a customer with impressions that count on a day in the middle of those of the impressions. */
function actionsBefore(layouts: readonly CheckedLayout[], shown: Shown, { filter }: Config): number {
  const middle = (shown.days.first + shown.days.last) / 2;
  const counting = layouts.map((layout) => {
    const { actions } = layout;
    if (!actions?.days) return 0;
    return actions.known * scaleOf([layout]) * shareBefore(actions.days, middle, filter.lookbackDays);
  });
  return counting.reduce((sum, count) => sum + count, 0) / Math.max(1, shown.customers);
}

function shareBefore({ first, last }: Days, day: number, lookbackDays: number | null): number {
  const from = lookbackDays === null ? first : Math.max(first, day - lookbackDays);
  return Math.min(1, Math.max(0, (Math.min(day, last + 1) - from) / (last + 1 - first)));
}
