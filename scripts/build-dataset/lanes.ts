import { setMaxListeners } from "node:events";
import { Worker as NodeThread } from "node:worker_threads";
import { initParquetInNode } from "../../lib/engine/parquet-node";
import type { Lane } from "../../lib/pipeline/lane";
import { type FileOnDisk, fileOfBlob } from "../../lib/store/file-blob";
import { LanePool } from "../../workers/lane-pool";
import { createLaneThread, type LaneRequest } from "../../workers/lane-thread";
import type { Asked } from "../../workers/thread";

/** What a thread is sent: a request in which a file on disk goes by its path. */
export interface Sent {
  asked: Asked<LaneRequest>;
  /** Of the request's Blob, which it lacks then. */
  onDisk: FileOnDisk | null;
}

export interface StartedLanes {
  lanes: readonly Lane[];
  /** Ends their threads. Without it the program goes on. */
  close(): Promise<void>;
}

/**
 * The lanes for input of so many bytes: one in this thread, or threads of their own where there is much to do.
 * @param most 1 or more
 */
export function startLanes(bytes: number, most: number): StartedLanes {
  const threads: LaneWorker[] = [];
  const pool = new LanePool(() => laneInThread(threads), initParquetInNode);
  return {
    lanes: pool.lanes(bytes, most),
    close: async () => void (await Promise.all(threads.map((thread) => thread.terminate()))),
  };
}

function laneInThread(threads: LaneWorker[]): Lane {
  return createLaneThread(() => {
    const thread = new LaneWorker();
    threads.push(thread);
    // `Thread` calls nothing of a browser's worker but what LaneWorker has.
    return thread as unknown as Worker;
  });
}

/** A thread of Node's that is talked to as a browser's worker. */
class LaneWorker extends EventTarget {
  private readonly thread = new NodeThread(new URL("./lane-worker.mjs", import.meta.url));

  constructor() {
    super();
    // Each call under way listens by itself.
    setMaxListeners(0, this);
    this.thread.on("message", (data) => this.dispatchEvent(new MessageEvent("message", { data })));
    this.thread.on("messageerror", () => this.dispatchEvent(new Event("messageerror")));
    this.thread.on("error", ({ message }) =>
      this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message })),
    );
  }

  postMessage(asked: Asked<LaneRequest>, transfer: ArrayBuffer[]): void {
    this.thread.postMessage(sentOf(asked), transfer);
  }

  terminate(): Promise<number> {
    return this.thread.terminate();
  }
}

/** Node has no way to hand a Blob of a file on disk to a thread; others are copied with the request. */
function sentOf(asked: Asked<LaneRequest>): Sent {
  const blob = blobOf(asked.request);
  const onDisk = blob && fileOfBlob(blob);
  return onDisk ? { asked: { ...asked, request: withBlob(asked.request, new Blob()) }, onDisk } : { asked, onDisk: null };
}

function blobOf({ request }: LaneRequest): Blob | null {
  if (request === null) return null;
  if ("file" in request) return request.file.blob;
  return "blob" in request ? request.blob : null;
}

/** The request with another Blob for its file. */
export function withBlob(asked: LaneRequest, blob: Blob): LaneRequest {
  const { name, request } = asked;
  if (request === null) return asked;
  const changed = "file" in request ? { ...request, file: { ...request.file, blob } } : { ...request, blob };
  return { name, request: changed } as LaneRequest;
}
