import { createLane } from "../lib/pipeline/lane";
import { initParquet } from "../lib/sources/parquet";
import { buffersOf } from "./buffers";
import { answersOf } from "./lane-thread";
import { answerWith } from "./thread";

const prepareParquet = () => initParquet(new URL("parquet/parquet_wasm_bg.wasm", self.name));

self.addEventListener(
  "message",
  answerWith(answersOf(createLane(prepareParquet)), (answered) => self.postMessage(answered, { transfer: buffersOf(answered) })),
);
