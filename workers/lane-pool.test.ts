import { describe, expect, it } from "vitest";
import { createLane, type Lane } from "../lib/pipeline/lane";
import { LanePool } from "./lane-pool";

const MB = 1 << 20;

function pool(): { pool: LanePool; threads: Lane[] } {
  const threads: Lane[] = [];
  const start = () => {
    const thread = createLane(async () => undefined);
    threads.push(thread);
    return thread;
  };
  return { pool: new LanePool(start, async () => undefined), threads };
}

describe("the lanes of a build", () => {
  it("are that of the pipeline's own thread where input is small, or one thread is all there is", () => {
    const { pool: lanes, threads } = pool();
    expect(lanes.lanes(15 * MB, 8)).toHaveLength(1);
    expect(lanes.lanes(900 * MB, 1)).toEqual(lanes.lanes(0, 8));
    expect(threads).toHaveLength(0);
  });

  it("are more threads for more input, up to the limit, and are kept for the next build", () => {
    const { pool: lanes, threads } = pool();
    expect(lanes.lanes(40 * MB, 8)).toHaveLength(3);
    expect(lanes.lanes(900 * MB, 4)).toHaveLength(4);
    expect(lanes.lanes(900 * MB, 2)).toEqual(threads.slice(0, 2));
    expect(threads).toHaveLength(4);
  });

  it("are started ahead of a build, which takes them", () => {
    const { pool: lanes, threads } = pool();
    lanes.expect(40 * MB, 8);
    expect(threads).toHaveLength(3);
    expect(lanes.lanes(40 * MB, 8)).toEqual(threads);
    let isPrepared = false;
    const prepare = async () => {
      isPrepared = true;
    };
    new LanePool(() => createLane(async () => undefined), prepare).expect(1 * MB, 8);
    expect(isPrepared, "what runs in the pipeline's own thread waits for the build").toBe(false);
  });
});
