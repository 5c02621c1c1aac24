import type { Role } from "../config";

/** How much a finding matters: an error stops the build or makes it pointless, a warning is likely to be a mistake. */
export const LEVELS = ["error", "warning", "note"] as const;
export type Level = (typeof LEVELS)[number];

/** Something that a user should know before the build: one sentence, and where to mend it. */
export interface Finding {
  level: Level;
  text: string;
  /** The name of the control that mends it (see {@link controls}), and what to do there. */
  mend: { control: string; label: string } | null;
}

/** The names of the page's controls that findings lead to. A layout goes by its `layoutKey`. */
export const controls = {
  addFiles: "add-files",
  unreadable: (path: string) => `unreadable ${path}`,
  role: (layout: string) => `role ${layout}`,
  column: (canonical: string, layout: string) => `column ${canonical} ${layout}`,
  eventTypes: (layout: string) => `types ${layout}`,
  destination: "destination",
  /** A setting by its path in the config. */
  setting: (path: string) => path,
} as const;

/** What a role calls the item (of carousels a field of their entries), the time and the partition date. */
export const COLUMNS_OF: Record<Role, { item: string; time: string; day: string }> = {
  impressions: { item: "item_id", time: "dt", day: "dt" },
  clicks: { item: "item_id", time: "click_time", day: "dt" },
  add_to_carts: { item: "config_id", time: "occurred_at", day: "dt" },
  previous_orders: { item: "config_id", time: "occurred_at", day: "order_date" },
  events: { item: "item_id", time: "occurred_at", day: "dt" },
};

/** The most important first; findings of one level stay in their order. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

/** A count in the text of a finding: `1,234,567`. */
export function whole(count: number): string {
  return count.toLocaleString("en-US");
}

/** A value in the text of a finding, not too long to be read. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
