import type { Lane, LaneCall, LaneCalls } from "./lane";
import { Pool } from "./pool";

/** The lanes of a build. */
export class Lanes {
  private readonly pool: Pool<Lane>;

  /** @param lanes one or more */
  constructor(private readonly lanes: readonly Lane[]) {
    this.pool = new Pool(lanes);
  }

  /** How many calls are worked on at once. */
  get most(): number {
    return this.pool.most;
  }

  /** Calls a lane that is free, or will be. */
  call<Name extends LaneCall>(name: Name, request: LaneCalls[Name]["request"]): Promise<LaneCalls[Name]["answer"]> {
    return this.pool.use((lane) => lane.call(name, request));
  }

  /** Calls every lane; each has a number, from 0. */
  callAll<Name extends LaneCall>(
    name: Name,
    requestOf: (lane: number) => LaneCalls[Name]["request"],
  ): Promise<LaneCalls[Name]["answer"][]> {
    return Promise.all(this.lanes.map((lane, number) => lane.call(name, requestOf(number))));
  }
}
