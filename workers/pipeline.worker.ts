import { createBrowserEngine } from "../lib/engine/browser";
import { initParquet } from "../lib/sources/parquet";
import { createOriginPrivateStore } from "../lib/store/origin-private";
import type { ToWorker } from "./protocol";
import { serve } from "./serve";

const site = new URLSearchParams(self.location.hash.slice(1)).get("site") ?? self.location.origin;
const parquetReady = initParquet(new URL("parquet/parquet_wasm_bg.wasm", site));

const take = serve({
  createEngine: () => createBrowserEngine(new URL("duckdb/", site).href),
  createStore: createOriginPrivateStore,
  post: (message) => self.postMessage(message),
});

self.addEventListener("message", async (event: MessageEvent<ToWorker>) => {
  await parquetReady;
  await take(event.data);
});
