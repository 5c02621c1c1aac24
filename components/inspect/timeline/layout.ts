import { ACTIONS, type Action, type Config } from "../../../lib/config";
import { type BinCounts, type Marks, type Timeline, VERDICTS, type Verdict } from "../../../lib/inspection";
import { actionOf } from "../action-types-of";
import { type Range, shareOf } from "./range";

export const LANE_PX = 48;
const LANE_MARGIN_PX = 5;
const LARGE_PX = 4;
const SMALL_PX = 2.5;
/** Marks that are no farther apart look like one. */
const COVERED_PX = 1.5;
/** The room of a crowd's `+12`. */
const LABEL_PX = 24;

/** A mark on the plot, in CSS pixels from its upper left corner. */
export interface PlacedMark {
  /** Which of the customer's actions it is: 0 is the newest. */
  index: number;
  action: Action;
  verdict: Verdict;
  x: number;
  y: number;
}

/** Marks that others cover, around a place of a lane. */
export interface Crowd {
  action: Action;
  x: number;
  /** The top of the lane. */
  y: number;
  covered: number;
}

/** The actions of one type and one bin, from the bottom of its lane up. */
export interface PlacedBin {
  action: Action;
  x: number;
  width: number;
  /** The bin's range of time. */
  range: Range;
  parts: { verdict: Verdict; count: number; y: number; height: number }[];
}

export type Layout =
  | { kind: "marks"; radius: number; marks: PlacedMark[]; crowds: Crowd[] }
  /** `highest`: the actions of the fullest bin, which takes a lane's whole height. */
  | { kind: "bins"; bins: PlacedBin[]; highest: number };

export const PLOT_PX = LANE_PX * ACTIONS.length;

/** Where everything stands in a plot `width` pixels wide that shows `range`. */
export function layoutOf(timeline: Timeline, range: Range, width: number, config: Config): Layout {
  return timeline.kind === "marks" ? placedMarks(timeline.marks, range, width, config) : placedBins(timeline, range, width);
}

/** Marks of a lane that would cover each other stand above each other, as long as there is room; then they are counted. */
function placedMarks(marks: Marks, range: Range, width: number, config: Config): Layout {
  const radius = marks.at.length > width / 3 ? SMALL_PX : LARGE_PX;
  const offsets = rowOffsets(radius);
  const rows = new Map(ACTIONS.map((action) => [action, offsets.map(() => Number.POSITIVE_INFINITY)]));
  const crowds = new Map(ACTIONS.map((action): [Action, Crowd[]] => [action, []]));
  const placed = Array.from(marks.at, (instant, k): PlacedMark => {
    const action = actionOf(config, marks.types[k] ?? 0);
    const x = shareOf(range, instant) * width;
    const { row, isCovered } = takeRow(rows.get(action) ?? [], x, 2 * radius + 1);
    if (isCovered) countCovered(crowds.get(action) ?? [], action, x);
    const y = laneMiddle(action) + (offsets[row] ?? 0);
    return { index: marks.first + k, action, verdict: VERDICTS[marks.verdicts[k] ?? 0] ?? "in", x, y };
  });
  return { kind: "marks", radius, marks: placed, crowds: [...crowds.values()].flat() };
}

/** Rows from the middle of a lane outwards. */
function rowOffsets(radius: number): number[] {
  const step = 2 * radius + 1;
  const outwards = Math.floor((LANE_PX / 2 - LANE_MARGIN_PX - radius) / step);
  return [0, ...Array.from({ length: outwards }, (_, k) => [-(k + 1) * step, (k + 1) * step]).flat()];
}

/** The first row that is free at x, or the one that has been free for longest. Marks come from right to left. */
function takeRow(lastX: number[], x: number, room: number): { row: number; isCovered: boolean } {
  const free = lastX.findIndex((last) => last - x >= room);
  const row = free >= 0 ? free : lastX.indexOf(Math.max(...lastX));
  const isCovered = (lastX[row] ?? 0) - x < COVERED_PX;
  lastX[row] = x;
  return { row, isCovered };
}

/** Adds a covered mark to the crowd of its place, or begins one where the last one's label leaves room. */
function countCovered(crowds: Crowd[], action: Action, x: number): void {
  const last = crowds.at(-1);
  if (last && last.x - x < LABEL_PX) last.covered += 1;
  else crowds.push({ action, x, y: laneMiddle(action) - LANE_PX / 2, covered: 1 });
}

const STACKED: Verdict[] = ["in", "beyond-newest", "older-than-lookback", "partition-date", "at-or-after-cutoff"];

function placedBins({ from, to, bins: count, lanes }: Extract<Timeline, { kind: "bins" }>, range: Range, width: number): Layout {
  const highest = Math.max(1, ...lanes.map(fullest));
  const edge = (bin: number) => from + ((to - from) * BigInt(bin)) / BigInt(count);
  const bins = lanes.flatMap((lane) =>
    Array.from({ length: count }, (_, bin) => {
      const between = { from: edge(bin), to: edge(bin + 1) };
      const x = shareOf(range, between.from) * width;
      const end = shareOf(range, between.to) * width;
      return { action: lane.action, x, width: end - x, range: between, parts: stacked(lane, bin, highest) };
    }).filter(({ parts, x, width: long }) => parts.length > 0 && x + long >= 0 && x <= width),
  );
  return { kind: "bins", bins, highest };
}

/** The height of a bin goes with the square root of its count, so that few actions are seen beside many. */
function stacked({ action, counts }: BinCounts, bin: number, highest: number): PlacedBin["parts"] {
  const countOf = (verdict: Verdict) => counts[VERDICTS.indexOf(verdict)]?.[bin] ?? 0;
  const total = STACKED.reduce((sum, verdict) => sum + countOf(verdict), 0);
  const room = LANE_PX - 2 * LANE_MARGIN_PX;
  const full = Math.max(2, room * Math.sqrt(total / highest));
  let bottom = laneMiddle(action) + room / 2;
  return STACKED.flatMap((verdict) => {
    const count = countOf(verdict);
    if (count === 0) return [];
    const height = (full * count) / total;
    bottom -= height;
    return [{ verdict, count, y: bottom, height }];
  });
}

function fullest({ counts }: BinCounts): number {
  const bins = counts[0]?.length ?? 0;
  let most = 0;
  for (let bin = 0; bin < bins; bin += 1)
    most = Math.max(
      most,
      counts.reduce((sum, verdict) => sum + (verdict[bin] ?? 0), 0),
    );
  return most;
}

function laneMiddle(action: Action): number {
  return (ACTIONS.indexOf(action) + 0.5) * LANE_PX;
}

/** The mark nearest to a point, no farther than `reach` pixels away. */
export function markAt(marks: readonly PlacedMark[], x: number, y: number, reach: number): PlacedMark | null {
  let nearest: PlacedMark | null = null;
  let least = reach ** 2;
  for (const mark of marks) {
    const distance = (mark.x - x) ** 2 + (mark.y - y) ** 2;
    if (distance > least) continue;
    nearest = mark;
    least = distance;
  }
  return nearest;
}

/** The bin under a point, anywhere in the height of its lane. */
export function binAt(bins: readonly PlacedBin[], x: number, y: number): PlacedBin | null {
  const action = ACTIONS[Math.floor(y / LANE_PX)];
  return bins.find((bin) => bin.action === action && x >= bin.x && x < bin.x + bin.width) ?? null;
}
