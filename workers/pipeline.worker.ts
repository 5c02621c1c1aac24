import { createBrowserEngine } from "../lib/engine/browser";
import { createPlainReader } from "../lib/pipeline/plain-actions";
import { initParquet } from "../lib/sources/parquet";
import { createOriginPrivateStore } from "../lib/store/origin-private";
import { createHasher } from "./hasher";
import { createPlainThread } from "./plain-thread";
import type { ToWorker } from "./protocol";
import { serve } from "./serve";

const site = self.name;
const prepare = () => initParquet(new URL("parquet/parquet_wasm_bg.wasm", site));
prepare().catch(() => undefined);

const readInThread = createPlainThread(() => new Worker(new URL("./plain.worker.ts", import.meta.url), { type: "module" }));

const take = serve({
  prepare,
  createEngine: () => createBrowserEngine(new URL("duckdb/", site).href),
  engines: navigator.hardwareConcurrency > 1 ? 2 : 1,
  readers: [createPlainReader(), readInThread],
  createStore: createOriginPrivateStore,
  hash: createHasher(() => new Worker(new URL("./hash.worker.ts", import.meta.url), { type: "module" })),
  post: (message) => self.postMessage(message),
});

self.addEventListener("message", (event: MessageEvent<ToWorker>) => take(event.data));
