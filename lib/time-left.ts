import { MEMORY_BYTES } from "./pipeline/shelf";
import { type Progress, type Stage, WRITTEN_AT } from "./report";
import type { SourceColumn } from "./sources/column";
import { totalBytes } from "./sources/total-bytes";
import { totalRows } from "./sources/total-rows";
import type { BuildSource } from "./sources/types";

export interface TimeEstimate {
  /** The part of the whole build that is done, 0 to 1, by time. It never goes back. */
  done: number;
  /** Seconds until the build is done, about; `null` before a tenth of it is. */
  secondsLeft: number | null;
}

/** What a build says of itself on the way. */
export type Forecast = Progress & TimeEstimate;

/**
 * The steps of a build as time goes: impressions are read before actions, `pad` is written and then read back, and at the end the
 * report is made and the page draws the result.
 */
const STEPS = ["impressions", "actions", "unify", "filter", "rank", "pad", "audit", "end"] as const;
type Step = (typeof STEPS)[number];

/** Of an input: bytes on disk, what they would be as plain text, and rows, about. By these a build's work is foretold. */
interface Amount {
  bytes: number;
  text: number;
  rows: number;
}

/** Milliseconds of each step: so many before its first piece is done, and more for each megabyte of text, or million rows. */
interface Cost {
  first: number;
  /** More while its pieces are done, however many they are: a page's first build runs code that is not compiled yet. */
  compiling?: number;
  impressions?: number;
  actions?: number;
  actionRows?: number;
}

/**
 * As measured in builds of 10 M, 100 M and 200 M actions in Chromium on two cores; only how they compare matters. The more actions
 * there are, the longer are the histories to be written. See docs/performance.md.
 */
const COSTS: Record<Step, Cost> = {
  impressions: { first: 200, impressions: 8.9 },
  actions: { first: 240, actions: 2.75, actionRows: 130 },
  unify: { first: 60 },
  filter: { first: 10, impressions: 3.3 },
  rank: { first: 130, compiling: 160, actionRows: 60 },
  pad: { first: 160, compiling: 220, impressions: 7.3, actionRows: 33 },
  audit: { first: 32, compiling: 170, impressions: 13, actionRows: 14 },
  end: { first: 80 },
};

/**
 * Text for each byte of another format, and for each byte of rows with a list, whose entries name their fields in text only; and
 * what reading that text takes of the time that CSV takes.
 */
const FORMS = {
  csv: { text: 1, lists: 1, time: 1 },
  json: { text: 1, lists: 1, time: 1.3 },
  jsonl: { text: 1, lists: 1, time: 1.3 },
  parquet: { text: 4, lists: 12, time: 0.65 },
  arrow: { text: 1.5, lists: 4, time: 0.6 },
} as const;
const TEXT_IN_GZIP = 5;

/** Bytes that actions take in memory, for each row that is read, and how much longer it takes to rank them from disk. */
const HELD = 15;
const TIME_FROM_DISK = 1.2;

const SHOWN_FROM = 0.1;
/** Less is the rounding of a fraction. */
const LEAST_PART = 1e-6;

type Input = Pick<BuildSource, "role"> & {
  source: Pick<BuildSource["source"], "format" | "compression" | "bytes" | "rows"> & {
    columns: readonly Pick<SourceColumn, "kind">[];
  };
};

/**
 * Foretells when a build will be done. What each step costs beside the others is known from measured builds; how fast this one
 * is, is measured on the way: a step under way goes on as it went so far, the steps to come as all before them.
 */
export class TimeLeft {
  private readonly impressions: Amount;
  private readonly actions: Amount;
  private readonly expected: Record<Step, number>;
  private readonly total: number;
  private began: number | null = null;
  private stage: Stage | null = null;
  private step: Step = "impressions";
  private stepBegan = 0;
  private done = 0;

  /** @param memory bytes of actions that the build keeps in memory */
  constructor(sources: readonly Input[], memory = MEMORY_BYTES) {
    this.impressions = amountOf(sources.filter(({ role }) => role === "impressions"));
    this.actions = amountOf(sources.filter(({ role }) => role !== "impressions"));
    const slow: Partial<Record<Step, number>> = {
      impressions: slownessOf(sources.filter(({ role }) => role === "impressions")),
      actions: slownessOf(sources.filter(({ role }) => role !== "impressions")),
      rank: this.actions.rows * HELD > memory ? TIME_FROM_DISK : 1,
    };
    const millisecondsOf = (step: Step) => {
      const { first, compiling = 0, impressions = 0, actions = 0, actionRows = 0 } = COSTS[step];
      const more = impressions * this.impressions.text + actions * this.actions.text + actionRows * this.actions.rows;
      return first + compiling + ((slow[step] ?? 1) * more) / 1e6;
    };
    this.expected = Object.fromEntries(STEPS.map((step) => [step, millisecondsOf(step)])) as Record<Step, number>;
    this.total = STEPS.reduce((sum, step) => sum + this.expected[step], 0);
  }

  /** @param now milliseconds of a clock that only goes forward */
  after(progress: Pick<Progress, "stage" | "fraction">, now: number): TimeEstimate {
    const { step, part } = this.placeOf(progress);
    const isAnew = progress.stage !== this.stage || progress.fraction === 0;
    if (this.began === null) this.began = now;
    if (isAnew || step !== this.step) this.stepBegan = now;
    this.stage = progress.stage;
    this.step = step;

    const before = STEPS.slice(0, STEPS.indexOf(step)).reduce((sum, each) => sum + this.expected[each], 0);
    const { first } = COSTS[step];
    const inStep = part > LEAST_PART ? first + part * (this.expected[step] - first) : 0;
    this.done = Math.max(this.done, (before + inStep) / this.total);
    const secondsLeft = this.done < SHOWN_FROM ? null : this.left(before, inStep, now) / 1000;
    return { done: this.done, secondsLeft };
  }

  private left(before: number, inStep: number, now: number): number {
    const pace = paceOf(now - (this.began ?? now), before + inStep);
    const own = paceOf(now - this.stepBegan, inStep);
    const whole = this.expected[this.step];
    const share = inStep / whole;
    const here = (share * own + (1 - share) * pace) * (whole - inStep);
    return here + pace * (this.total - before - whole);
  }

  /** The step that a stage's progress stands for, and the part of it that is done. */
  private placeOf({ stage, fraction }: Pick<Progress, "stage" | "fraction">): { step: Step; part: number } {
    if (stage === "standardize") {
      const read = fraction * (this.impressions.bytes + this.actions.bytes);
      const isFirst = read < this.impressions.bytes || this.actions.bytes === 0;
      return isFirst
        ? { step: "impressions", part: this.impressions.bytes === 0 ? 1 : read / this.impressions.bytes }
        : { step: "actions", part: (read - this.impressions.bytes) / this.actions.bytes };
    }
    if (stage !== "pad") return { step: stage, part: fraction };
    return fraction < WRITTEN_AT
      ? { step: "pad", part: fraction / WRITTEN_AT }
      : { step: "audit", part: (fraction - WRITTEN_AT) / (1 - WRITTEN_AT) };
  }
}

/** How much longer the work took than expected. */
function paceOf(milliseconds: number, expected: number): number {
  return expected > 0 ? milliseconds / expected : 1;
}

function amountOf(inputs: readonly Input[]): Amount {
  return {
    bytes: totalBytes(inputs),
    text: inputs.reduce((sum, input) => sum + textOf(input), 0),
    rows: totalRows(inputs.map(({ source }) => source)).count,
  };
}

function textOf({ source: { format, compression, bytes, columns } }: Input): number {
  const { text, lists } = FORMS[format];
  return bytes * (columns.some(({ kind }) => kind === "list") ? lists : text) * (compression === "gzip" ? TEXT_IN_GZIP : 1);
}

/** The time that reading takes for each byte of text, that of CSV being 1. */
function slownessOf(inputs: readonly Input[]): number {
  const text = inputs.reduce((sum, input) => sum + textOf(input), 0);
  const time = inputs.reduce((sum, input) => sum + textOf(input) * FORMS[input.source.format].time, 0);
  return text > 0 ? time / text : 1;
}
