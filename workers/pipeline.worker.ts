import { createBrowserEngine } from "../lib/engine/browser";
import { initParquet } from "../lib/sources/parquet";
import { clearOriginPrivateStore } from "../lib/store/clear-origin-private";
import { createOriginPrivateStore } from "../lib/store/origin-private";
import { createHasher } from "./hasher";
import { createLaneThread } from "./lane-thread";
import type { ToWorker } from "./protocol";
import { serve } from "./serve";

const site = self.name;
const prepare = () => initParquet(new URL("parquet/parquet_wasm_bg.wasm", site));
prepare().catch(() => undefined);

/** More would each take their share of memory, and wait for the disk. */
const MOST_CORES = 8;

const take = serve({
  prepare,
  createEngine: () => createBrowserEngine(new URL("duckdb/", site).href),
  createLane: () =>
    createLaneThread(() => new Worker(new URL("./lane.worker.ts", import.meta.url), { type: "module", name: site })),
  cores: Math.min(navigator.hardwareConcurrency, MOST_CORES),
  createStore: createOriginPrivateStore,
  clearStore: () => clearOriginPrivateStore(1),
  hasher: createHasher(() => new Worker(new URL("./hash.worker.ts", import.meta.url), { type: "module" })),
  post: (message) => self.postMessage(message),
});

self.addEventListener("message", (event: MessageEvent<ToWorker>) => take(event.data));
