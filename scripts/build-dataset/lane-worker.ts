import { parentPort } from "node:worker_threads";
import { initParquetInNode } from "../../lib/engine/parquet-node";
import { createLane } from "../../lib/pipeline/lane";
import { openFileBlob } from "../../lib/store/file-blob";
import { answersOf, buffersOf, type LaneAnswer, type LaneRequest } from "../../workers/lane-thread";
import { type Answered, answerWith } from "../../workers/thread";
import { type Sent, withBlob } from "./lanes";

const answers = answersOf(createLane(initParquetInNode));
const post = (answered: Answered<LaneAnswer>) => parentPort?.postMessage(answered, buffersOf(answered));

parentPort?.on("message", ({ asked, path }: Sent) => {
  const work = async (request: LaneRequest) => answers(path === null ? request : withBlob(request, await openFileBlob(path)));
  answerWith(work, post)(new MessageEvent("message", { data: asked }));
});
