import { type WallMicros, zoneTime } from "../../ui/zone-time";
import type { Range } from "./range";

export interface Tick {
  instant: bigint;
  label: string;
  /** Whether a larger unit begins here: a year among months, a day among hours. */
  major: boolean;
}

const SECOND = 1e6;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Steps of equal length on the wall clock, in microseconds. */
const STEPS = [
  ...[1, 10, 100, 1000, 1e4, 1e5, SECOND, 5 * SECOND, 15 * SECOND],
  ...[MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY],
];
/** Longer ones, in months. */
const MONTHS = [1, 3, 6, 12, 24, 60, 120, 600, 1200];
const MONTH = 30.44 * DAY;
const MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** 5 January 1970 was a Monday. */
const FIRST_MONDAY = 4 * DAY;

/** At most `most` ticks, at round times on the wall clock of the zone. */
export function ticks(range: Range, zone: string, most: number): Tick[] {
  const time = zoneTime(zone);
  const [first, last] = [time.wallOf(range.from), time.wallOf(range.to)];
  const least = (last - first) / Math.max(1, most);
  const step = STEPS.find((length) => length >= least);
  const walls = step === undefined ? monthly(first, last, least) : even(first, last, step);
  const label = step === undefined ? monthLabel : step >= DAY ? dayLabel : clockLabel(step);
  return walls
    .map((wall) => ({ instant: time.instantOf(wall), label: label(wall), major: isMajor(wall, step) }))
    .filter(({ instant }) => instant >= range.from && instant < range.to);
}

function even(first: WallMicros, last: WallMicros, step: number): WallMicros[] {
  const origin = step >= 7 * DAY ? FIRST_MONDAY : 0;
  const start = Math.floor((first - origin) / step);
  const count = Math.ceil((last - first) / step) + 2;
  return Array.from({ length: count }, (_, k) => origin + (start + k) * step);
}

function monthly(first: WallMicros, last: WallMicros, least: number): WallMicros[] {
  const months = MONTHS.find((count) => count * MONTH >= least) ?? 1200;
  const date = new Date(first / 1000);
  const start = Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / months) * months;
  const count = Math.ceil((last - first) / MONTH / months) + 2;
  return Array.from({ length: count }, (_, k) => monthStart(start + k * months));
}

/** The first of a month, counted from January of the year 0. */
function monthStart(month: number): WallMicros {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
  return date.getTime() * 1000;
}

function isMajor(wall: WallMicros, step: number | undefined): boolean {
  if (step === undefined || step >= DAY)
    return new Date(wall / 1000).getUTCMonth() === 0 && (step === undefined || isFirst(wall));
  return wall % DAY === 0;
}

function isFirst(wall: WallMicros): boolean {
  return new Date(wall / 1000).getUTCDate() === 1;
}

function monthLabel(wall: WallMicros): string {
  const date = new Date(wall / 1000);
  return date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : (MONTH_NAMES[date.getUTCMonth()] ?? "");
}

function dayLabel(wall: WallMicros): string {
  const date = new Date(wall / 1000);
  return date.getUTCMonth() === 0 && date.getUTCDate() === 1
    ? String(date.getUTCFullYear())
    : `${date.getUTCDate()} ${MONTH_NAMES[date.getUTCMonth()]}`;
}

function clockLabel(step: number): (wall: WallMicros) => string {
  return (wall) => {
    if (((wall % DAY) + DAY) % DAY === 0) return dayLabel(wall);
    const seconds = Math.floor(wall / SECOND);
    const text = new Date(seconds * 1000).toISOString();
    if (step >= MINUTE) return text.slice(11, 16);
    if (step >= SECOND) return text.slice(11, 19);
    const digits = Math.max(1, 6 - Math.floor(Math.log10(step)));
    return `${text.slice(17, 19)}.${String(wall - seconds * SECOND)
      .padStart(6, "0")
      .slice(0, digits)}`;
  };
}
