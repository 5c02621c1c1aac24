import { createLane, type Lane } from "../lib/pipeline/lane";

/** A thread takes a while to start, and each gets its own copy of what all must know. */
const BYTES_WORTH_A_LANE = 16 << 20;

/** Keeps lanes between builds. */
export class LanePool {
  private readonly own: readonly Lane[];
  private readonly threads: Lane[] = [];

  constructor(
    private readonly createThread: () => Lane,
    prepareParquet: () => Promise<void>,
  ) {
    this.own = [createLane(prepareParquet)];
  }

  /**
   * The lanes for input of so many bytes: that of this thread, or others beside it.
   * @param most 1 or more
   */
  lanes(bytes: number, most: number): readonly Lane[] {
    const wanted = Math.min(most, 1 + Math.floor(bytes / BYTES_WORTH_A_LANE));
    if (wanted < 2) return this.own;
    while (this.threads.length < wanted) this.threads.push(this.createThread());
    return this.threads.slice(0, wanted);
  }

  /** Starts these lanes ahead of a build, if they are others. A failure shows when they are called. */
  expect(bytes: number, most: number): void {
    const lanes = this.lanes(bytes, most);
    if (lanes !== this.own) for (const lane of lanes) lane.call("prepare", null).catch(() => undefined);
  }
}
