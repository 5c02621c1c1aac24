import { deviceMemory } from "../lib/device-memory";
import { hasherHere } from "../lib/hash";
import { buffersOf } from "./buffers";
import { hashAnswers } from "./hasher";
import { answerWith } from "./thread";

/** Of the device's memory a file that is hashed as a whole may take this much: 512 MB of 8 GB. */
const SHARE = 1 / 16;

self.addEventListener(
  "message",
  answerWith(hashAnswers(hasherHere(deviceMemory() * SHARE)), (answered) =>
    self.postMessage(answered, { transfer: buffersOf(answered) }),
  ),
);
