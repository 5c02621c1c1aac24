import type { Lane, LaneCall, LaneCalls } from "../lib/pipeline/lane";
import { buffersOf } from "./buffers";
import { Thread } from "./thread";

export type LaneRequest = { [Name in LaneCall]: { name: Name; request: LaneCalls[Name]["request"] } }[LaneCall];
export type LaneAnswer = LaneCalls[LaneCall]["answer"];

/** What begins something goes to several lanes, so each gets a copy. All other requests are handed over. */
const IS_COPIED: Record<LaneCall, boolean> = {
  prepare: true,
  beginReading: true,
  readCarousels: false,
  readCarouselPart: false,
  beginActions: true,
  readStretch: false,
  readText: false,
  readPart: false,
  items: false,
  beginRanking: true,
  rank: false,
  beginEncoding: true,
  encode: false,
  verify: false,
};

/** A lane in a worker of its own. The buffers of its requests are gone once it was called, but for what begins something. */
export function createLaneThread(createWorker: () => Worker): Lane {
  const thread = new Thread<LaneRequest, LaneAnswer>("lane", createWorker);
  return {
    async call(name, request) {
      const transfer = IS_COPIED[name] ? [] : buffersOf(request);
      return (await thread.ask({ name, request } as LaneRequest, transfer)) as LaneCalls[typeof name]["answer"];
    },
  };
}

/** The worker's side. */
export function answersOf(lane: Lane): (request: LaneRequest) => Promise<LaneAnswer> {
  return ({ name, request }) => lane.call(name, request);
}
