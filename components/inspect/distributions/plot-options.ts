import { short } from "../../ui/format";

/** What all plots share. Colours are tokens, so that they follow the theme by themselves. */
export const PLOT = { height: 232, marginTop: 28, marginLeft: 48, marginRight: 16, marginBottom: 32 } as const;
export const COUNT_AXIS = { grid: true, ticks: 4, tickFormat: (value: number) => short(value) } as const;
export const SHARE_AXIS = { grid: true, ticks: 4, percent: true, tickFormat: (value: number) => `${short(value)}%` } as const;
/** Bins are told by where they begin: `20–49` at the bar's foot would run into its neighbours. */
export function startOf(bin: string): string {
  return bin.split("–")[0] ?? bin;
}

/** Wherever the pointer is, the nearest bar answers. */
export const TIP = { fontSize: 11, textPadding: 8, maxRadius: Number.POSITIVE_INFINITY } as const;
