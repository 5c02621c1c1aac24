import { createRequire } from "node:module";
import { DUCKDB_CONFIG, engineOn } from "./duckdb";
import type { Engine } from "./engine";

/** DuckDB-WASM in this process: for the command line and for tests. Calls block the thread while they run. */
export async function createNodeEngine(): Promise<Engine> {
  // Few programs that may need it do.
  const { createDuckDB, NODE_RUNTIME, VoidLogger } = await import("@duckdb/duckdb-wasm/blocking");
  const mainModule = createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm");
  const bundle = { mainModule, mainWorker: "" };
  const db = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), NODE_RUNTIME);
  await db.instantiate(() => undefined);
  db.open(DUCKDB_CONFIG);
  const connection = db.connect();
  // biome-ignore lint/correctness/useHookAtTopLevel: a method of DuckDB-WASM, not a hook
  return connection.useUnsafe((bindings, id) =>
    engineOn(bindings, id, () => {
      connection.close();
      db.reset();
    }),
  );
}
