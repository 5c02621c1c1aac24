import type { Config } from "../config";
import { itemIdType } from "../pipeline/pad";
import type { SeenTextId } from "../pipeline/text-ids";
import { formatDay } from "../pipeline/zones";
import type { RejectReason } from "../report";
import type { Checked, CheckedLayout, Shown } from "./checked";
import { mostlyEmpty } from "./doubts";
import { COLUMNS_OF, controls, type Finding, type Level, shortened, sortFindings, whole } from "./finding";
import { isOdd, ODD_ROWS, oddIds } from "./odd-ids";

/** A share of rejected rows from which on something is likely to be wrong, and not just dirty. */
const MANY_REJECTED = 0.05;
/** Fewer distinct ids than this say nothing about how two files overlap. */
const ENOUGH_IDS = 10;
const LITTLE_OVERLAP = 0.01;
/** Partition dates that are seldom the day of their time follow another zone. */
const MOST_MISMATCHED = 0.5;

/** What the sample says about the build that is to come, the most important first. */
export function judge(checked: Checked, config: Config): Finding[] {
  const { shown, layouts } = checked;
  const findings = [
    ...ids(checked, config),
    ...layouts.flatMap((layout) => [...rejections(layout), ...(shown ? overlaps(layout, shown) : [])]),
    ...(shown ? days(layouts, shown, config) : []),
    ...layouts.flatMap((layout) => mismatches(layout, config)),
    ...layouts.filter(({ isHeadOnly }) => isHeadOnly).map(heads),
  ];
  // What empties the histories has been said then.
  const hasError = findings.some(({ level }) => level === "error");
  return sortFindings(hasError ? findings : [...findings, ...histories(checked)]);
}

export function nameOf({ file, files, role }: Pick<CheckedLayout, "file" | "files" | "role">): string {
  return files === 1 ? file : `${whole(files)} files of ${role}`;
}

function ids({ textIds, itemRange }: Checked, { output }: Config): Finding[] {
  if (output.itemIds === "vocabulary") return oddIds(textIds);
  const { item } = textIds;
  return [...oddIds({ ...textIds, item: null }), ...(item ? [textItems(item)] : wideItems(itemRange, output))];
}

function textItems(item: SeenTextId): Finding {
  const advice = isOdd(item) ? ` Nearly all are: look for ${ODD_ROWS}` : "";
  return {
    level: "error",
    text: `Item ids are text (“${shortened(item.example)}” in ${item.file}), and raw ids must be integers.${advice}`,
    mend: { control: controls.setting("output.itemIds"), label: "Use a vocabulary" },
  };
}

function wideItems(itemRange: Checked["itemRange"], output: Config["output"]): Finding[] {
  if (itemIdType(output) === "int64" || !itemRange) return [];
  const wide = [itemRange.least, itemRange.greatest].find((id) => BigInt.asIntN(32, BigInt(id)) !== BigInt(id));
  if (wide === undefined) return [];
  const mend = { control: controls.setting("output.itemIdType"), label: "Change the type of item ids" };
  return [{ level: "error", text: `Item id ${wide} does not fit into int32.`, mend }];
}

function rejections(layout: CheckedLayout): Finding[] {
  const { rowsRead, rejected, examples } = layout;
  const counts = (Object.entries(rejected) as [RejectReason, number][]).sort(([, one], [, other]) => other - one);
  return counts.map(([reason, count]) => {
    const share = count / rowsRead;
    const level: Level = count === rowsRead ? "error" : share >= MANY_REJECTED ? "warning" : "note";
    const example = examples.find((row) => row.reason === reason);
    const shown = example?.text ? `, such as “${shortened(example.text)}”` : "";
    return {
      level,
      text: `${nameOf(layout)}: ${portion(count, layout)} will be rejected as ${reason}${shown}.`,
      mend: mendOf(reason, layout),
    };
  });
}

/** Where a row that is rejected for a reason can be made usable. */
function mendOf(reason: RejectReason, { role, key, item }: CheckedLayout): Finding["mend"] {
  const names = COLUMNS_OF[role];
  const column = (canonical: string) => ({ control: controls.column(canonical, key), label: `See ${canonical}` });
  switch (reason) {
    case "missing-customer-id":
      return column("customer_id");
    case "missing-item-id":
    case "bad-item-id":
      return column(item);
    case "missing-time":
    case "bad-time":
      return column(names.time);
    case "bad-date":
      return column(names.day);
    case "unknown-action-type":
      return { control: controls.eventTypes(key), label: "Say what each type is" };
    case "item-id-is-padding":
      return { control: controls.setting("output.itemIds"), label: "Use a vocabulary" };
    case "malformed-row":
      return null;
    default:
      return reason satisfies never;
  }
}

function overlaps(layout: CheckedLayout, shown: Shown): Finding[] {
  const { actions, item, key, isWhole } = layout;
  if (!actions) return [];
  const judged = (
    all: number,
    common: number,
    inImpressions: number,
    what: string,
    canonical: string,
    level: Level,
  ): Finding[] => {
    if (all === 0 || (common > 0 && (Math.min(all, inImpressions) < ENOUGH_IDS || common / all >= LITTLE_OVERLAP))) return [];
    const sampled = isWhole ? "" : " of the sample";
    const few = common === 0 ? "No" : `Only ${whole(common)} of ${whole(all)}`;
    const advice = common === 0 ? " That is almost always a wrong column." : "";
    return [
      {
        level: common === 0 ? level : "warning",
        text: `${few} ${what}${common === 0 ? "" : "s"}${sampled} in ${nameOf(layout)} ${common === 0 ? "has" : "have"} impressions.${advice}`,
        mend: { control: controls.column(canonical, key), label: `See ${canonical}` },
      },
    ];
  };
  return [
    ...judged(
      actions.customers,
      actions.customersShown,
      shown.customers,
      "customer",
      "customer_id",
      isWhole ? "error" : "warning",
    ),
    ...judged(actions.items, actions.itemsShown, shown.items, "item", item, "warning"),
  ];
}

/** A file of which only the beginning was read may have any days after it: nothing is said of these. */
function days(layouts: readonly CheckedLayout[], shown: Shown, config: Config): Finding[] {
  const impressions = layouts.filter(({ role }) => role === "impressions");
  if (impressions.some(({ isHeadOnly }) => isHeadOnly)) return [];
  const isShownWhole = impressions.every(({ isWhole }) => isWhole);
  return layouts
    .filter(({ isHeadOnly }) => !isHeadOnly)
    .flatMap((layout) => apart(layout, shown, config, layout.isWhole && isShownWhole ? "error" : "warning"));
}

/** Actions of which none can count for an impression, by their days. */
function apart(layout: CheckedLayout, shown: Shown, { filter }: Config, level: Level): Finding[] {
  const found = layout.actions?.days;
  if (!found) return [];
  const column = COLUMNS_OF[layout.role].time;
  const mend = { control: controls.column(column, layout.key), label: `See ${column}` };
  const range = `from ${formatDay(found.first)} to ${formatDay(found.last)}`;
  if (found.first >= shown.days.last) {
    const last = formatDay(shown.days.last);
    return [
      {
        level,
        text: `${nameOf(layout)} is ${range}, and the last impressions are of ${last}: no action comes before one.`,
        mend,
      },
    ];
  }
  if (filter.lookbackDays !== null && found.last < shown.days.first - filter.lookbackDays) {
    const first = formatDay(shown.days.first);
    const setting = { control: controls.setting("filter.lookbackDays"), label: "Change the lookback" };
    return [
      {
        level,
        text: `${nameOf(layout)} is ${range}, more than ${filter.lookbackDays} days before the first impressions (${first}).`,
        mend: setting,
      },
    ];
  }
  return [];
}

function mismatches(layout: CheckedLayout, { filter }: Config): Finding[] {
  const { actions, rowsKept } = layout;
  if (!actions || actions.partitionDateMismatches === 0) return [];
  const share = actions.partitionDateMismatches / rowsKept;
  const matters = filter.cutoff !== "event_time" || share >= MOST_MISMATCHED;
  return [
    {
      level: matters ? "warning" : "note",
      text: `${nameOf(layout)}: ${portion(actions.partitionDateMismatches, layout)} have a partition date that is not the day of their time in ${filter.dayZone}.`,
      mend: { control: controls.setting("filter.dayZone"), label: "See the zone of days" },
    },
  ];
}

function heads(layout: CheckedLayout): Finding {
  const text = `${nameOf(layout)}: only the beginning was looked at, since its records cannot be found from the middle. The build reads all of it.`;
  return { level: "note", text, mend: null };
}

/** Only what was read whole can say which histories are empty. */
function histories({ shown, layouts }: Checked): Finding[] {
  if (!shown || !layouts.every(({ isWhole }) => isWhole) || layouts.every(({ actions }) => actions === null)) return [];
  if (!mostlyEmpty(shown)) return [];
  const share = shown.emptyHistories / shown.histories;
  const text = `${percent(share)} of the histories (a customer on a day) will be empty: no action comes before their day.`;
  return [{ level: share === 1 ? "error" : "warning", text, mend: null }];
}

/** `12 of 300 rows`, or, where only a part was read, `about 4% of the rows`. */
function portion(count: number, { rowsRead, isWhole }: CheckedLayout): string {
  if (isWhole) return count === rowsRead ? `all ${whole(count)} rows` : `${whole(count)} of ${whole(rowsRead)} rows`;
  return `about ${percent(count / rowsRead)} of the rows`;
}

function percent(share: number): string {
  if (share > 0 && share < 0.001) return "less than 0.1%";
  return `${(100 * share).toFixed(share > 0.1 ? 0 : 1)}%`;
}
