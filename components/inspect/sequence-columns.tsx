import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import type { Config } from "../../lib/config";
import type { SampleRow, SortColumn } from "../../lib/sample";
import { whole } from "../ui/format";
import { zoneTime } from "../ui/zone-time";
import { actionOf, paddingOf } from "./action-types-of";
import type { Palette } from "./palette";
import styles from "./sequence-table.module.css";
import { Strip } from "./strip";

/** A row in view. `row` is undefined while its page is fetched. */
export interface SequenceSlot {
  index: number;
  top: number;
  row: SampleRow | undefined;
}

export const features = tableFeatures({});
const helper = createColumnHelper<typeof features, SequenceSlot>();

export function sequenceColumns(config: Config, palette: Palette | null) {
  const padding = paddingOf(config);
  const zone = config.filter.dayZone;
  const text = (id: SortColumn, header: string, value: (row: SampleRow) => string) =>
    helper.display({ id, header, cell: ({ row }) => (row.original.row ? value(row.original.row) : <Skeleton />) });
  return helper.columns([
    text("day", "Day", (row) => row.dt),
    text("customer", "Customer", (row) => row.customerId),
    text("ranking", "Ranking", (row) => row.rankingId ?? "–"),
    text("slot", "Slot", (row) => String(row.slot)),
    text("item", "Item", itemOf),
    text("label", "Label", labelOf),
    text("length", "Length", (row) => whole(row.actionTypes.length)),
    text("newest", `Newest, ${zone}`, ({ newestAt }) => secondOf(newestAt, zone)),
    text("oldest", `Oldest, ${zone}`, ({ oldestAt }) => secondOf(oldestAt, zone)),
    helper.display({
      id: "strip",
      header: "Sequence",
      cell: ({ row }) => <StripCell row={row.original.row} config={config} padding={padding} palette={palette} />,
    }),
  ]);
}

/** `is_order` as it stands in the data. */
export function labelOf({ isOrder }: SampleRow): string {
  if (isOrder === null) return "–";
  return isOrder ? "1" : "0";
}

const SECONDS_END = "2024-05-14 13:00:00".length;

function secondOf(at: bigint | null, zone: string): string {
  return at === null ? "–" : zoneTime(zone).text(at).slice(0, SECONDS_END);
}

/** The item; of a carousel the first, and how many follow. */
function itemOf({ itemId, items }: SampleRow): string {
  return items === 1 ? itemId : `${itemId} +${items - 1}`;
}

interface StripCellProps {
  row: SampleRow | undefined;
  config: Config;
  padding: ReturnType<typeof paddingOf>;
  palette: Palette | null;
}

function StripCell({ row, config, padding, palette }: StripCellProps) {
  if (!row) return <Skeleton />;
  return <Strip actions={actionsOf(row, config)} padding={padding} palette={palette} />;
}

const known = new WeakMap<SampleRow, ReturnType<typeof actionOf>[]>();

/** The actions of a row, kept so that a strip is drawn once and not with each scroll. */
export function actionsOf(row: SampleRow, config: Config) {
  const actions = known.get(row) ?? Array.from(row.actionTypes, (type) => actionOf(config, type));
  known.set(row, actions);
  return actions;
}

function Skeleton() {
  return <span className={styles.skeleton} />;
}
