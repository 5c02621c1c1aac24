import { sha256OfFile } from "../lib/hash";
import { answerWith } from "./thread";

self.addEventListener(
  "message",
  answerWith(sha256OfFile, (answered) => self.postMessage(answered)),
);
