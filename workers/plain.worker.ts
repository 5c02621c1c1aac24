import { createPlainReader, type PlainAnswer } from "../lib/pipeline/plain-actions";
import { plainAnswers } from "./plain-thread";
import { answerWith } from "./thread";

function buffersOf({ actions, others, places }: PlainAnswer): Transferable[] {
  return [actions.ipc.buffer, others.bytes.buffer, places.buffer];
}

self.addEventListener(
  "message",
  answerWith(plainAnswers(createPlainReader()), (answered) => {
    const transfer = "answer" in answered && answered.answer ? buffersOf(answered.answer) : [];
    self.postMessage(answered, { transfer });
  }),
);
