import { buffersOf } from "./buffers";
import { hashAnswers } from "./hasher";
import { answerWith } from "./thread";

self.addEventListener(
  "message",
  answerWith(hashAnswers(), (answered) => self.postMessage(answered, { transfer: buffersOf(answered) })),
);
