import { type Progress, type Reached, type Stage, WRITTEN_AT } from "../report";

const NOTHING: Reached = { fraction: 0, rows: 0, allRows: null, bytes: null };

/** What a stage has reached of which the number of rows is known. */
export function reached(rows: number, count: number): Reached {
  return { fraction: rows / Math.max(1, count), rows, allRows: { count, isExact: true }, bytes: null };
}

/** Measures the stages, and reports progress. */
export class Clock {
  private readonly milliseconds: Record<string, number> = {};
  private current: { name: Stage | "audit"; since: number } | null = null;
  private last = NOTHING;

  constructor(private readonly onProgress: (progress: Progress) => void) {}

  /** The stage before is done then; one that is started again begins anew. */
  start(name: Stage | "audit"): void {
    if (this.current?.name !== name) this.finish();
    this.settle();
    this.current = { name, since: performance.now() };
    this.tick(NOTHING);
  }

  tick(reached: Reached): void {
    if (!this.current) return;
    this.last = reached;
    const { name, since } = this.current;
    const seconds = (performance.now() - since) / 1000;
    const rowsPerSecond = seconds > 0 ? Math.round(reached.rows / seconds) : 0;
    this.onProgress({ ...reached, ...progressOf(name, Math.min(1, reached.fraction)), rowsPerSecond });
  }

  stop(): Record<string, number> {
    this.finish();
    this.settle();
    return this.milliseconds;
  }

  private finish(): void {
    this.tick({ ...this.last, fraction: 1 });
  }

  private settle(): void {
    if (!this.current) return;
    const { name, since } = this.current;
    this.milliseconds[name] = (this.milliseconds[name] ?? 0) + Math.round(performance.now() - since);
    this.current = null;
  }
}

/** To a user the audit is the end of the last stage. */
function progressOf(name: Stage | "audit", fraction: number): Pick<Progress, "stage" | "fraction" | "isReadBack"> {
  if (name === "audit") return { stage: "pad", fraction: WRITTEN_AT + fraction * (1 - WRITTEN_AT), isReadBack: true };
  return { stage: name, fraction: name === "pad" ? fraction * WRITTEN_AT : fraction };
}
