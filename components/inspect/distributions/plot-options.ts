import { short } from "../../ui/format";

/** What all plots share. Colours are tokens, so that they follow the theme by themselves. */
export const PLOT = { height: 232, marginTop: 28, marginLeft: 48, marginRight: 16, marginBottom: 32 } as const;
export const COUNT_AXIS = { grid: true, ticks: 4, tickFormat: (value: number) => short(value) } as const;
export const SHARE_AXIS = { grid: true, ticks: 4, percent: true, tickFormat: (value: number) => `${short(value)}%` } as const;

const DAY_MS = 86_400_000;
/** Days that all have room for a tick. */
const FEW_DAYS = 7;

/** Of days in ascending order. Where they are few each has its tick: the ticks of Plot would divide them into hours. */
export function dayAxis(days: readonly { day: string }[]) {
  const span = (Date.parse(days.at(-1)?.day ?? "") - Date.parse(days[0]?.day ?? "")) / DAY_MS + 1;
  return { label: null, type: "utc", ticks: span > FEW_DAYS ? 6 : "day" } as const;
}

/** Bins are told by where they begin: `20–49` at the bar's foot would run into its neighbours. */
export function startOf(bin: string): string {
  return bin.split("–")[0] ?? bin;
}

/** Wherever the pointer is, the nearest bar answers. */
export const TIP = { fontSize: 11, textPadding: 8, maxRadius: Number.POSITIVE_INFINITY } as const;
