import { createLane } from "../lib/pipeline/lane";
import { answersOf, buffersOf } from "./lane-thread";
import { answerWith } from "./thread";

self.addEventListener(
  "message",
  answerWith(answersOf(createLane()), (answered) => self.postMessage(answered, { transfer: buffersOf(answered) })),
);
