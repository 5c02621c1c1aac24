import { parentPort } from "node:worker_threads";
import { initParquetInNode } from "../../lib/engine/parquet-node";
import { createLane } from "../../lib/pipeline/lane";
import { readFailure } from "../../lib/sources/blob";
import { type FileOnDisk, reopenFileBlob } from "../../lib/store/file-blob";
import { buffersOf } from "../../workers/buffers";
import { answersOf, type LaneAnswer, type LaneRequest } from "../../workers/lane-thread";
import { type Answered, answerWith } from "../../workers/thread";
import { type Sent, withBlob } from "./lanes";

const answers = answersOf(createLane(initParquetInNode));
const post = (answered: Answered<LaneAnswer>) => parentPort?.postMessage(answered, buffersOf(answered));

parentPort?.on("message", ({ asked, onDisk }: Sent) => {
  const work = async (request: LaneRequest) => answers(onDisk ? withBlob(request, await reopened(onDisk)) : request);
  answerWith(work, post)(new MessageEvent("message", { data: asked }));
});

function reopened(file: FileOnDisk): Promise<Blob> {
  return reopenFileBlob(file).catch((error: unknown) => {
    throw readFailure({ path: file.path, blob: new Blob() }, error);
  });
}
