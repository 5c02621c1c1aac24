import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import { LookbackError, lossOf } from "../errors";
import { DUCKDB_CONFIG, engineOn } from "./duckdb";
import type { Engine } from "./engine";

const START_TIMEOUT_MS = 60_000;

/**
 * DuckDB-WASM in a worker of its own, nested in the caller's.
 * @param base absolute address of the folder that holds `duckdb-eh.wasm` and `duckdb-browser-eh.worker.js`, with its last slash.
 * @throws LookbackError `part-missing` where it cannot be fetched, else `engine-lost`, as does every later call once the worker has
 * failed or was closed.
 */
export async function createBrowserEngine(base: string): Promise<Engine> {
  const worker = new Worker(`${base}duckdb-browser-eh.worker.js`);
  let isStarted = false;
  // AsyncDuckDB never settles its calls after an error of its worker: each call is raced against this promise.
  let lose: (words: string | undefined) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    lose = (words) => reject(new LookbackError(lossOf(words, "the worker of DuckDB", isStarted)));
  });
  lost.catch(() => undefined);
  worker.addEventListener("error", ({ message }) => lose(message));
  worker.addEventListener("messageerror", () => lose("a message from its worker could not be read"));
  const guard = <T>(call: Promise<T>): Promise<T> => Promise.race([call, lost]);
  const close = () => {
    lose("it was closed");
    worker.terminate();
  };

  const watchdog = setTimeout(() => lose(`it did not start within ${START_TIMEOUT_MS / 1000} seconds`), START_TIMEOUT_MS);
  try {
    const db = new AsyncDuckDB(new VoidLogger(), worker);
    await guard(db.instantiate(`${base}duckdb-eh.wasm`));
    await guard(db.open(DUCKDB_CONFIG));
    const connection = await guard(db.connectInternal());
    isStarted = true;
    return await engineOn(db, connection, close, guard);
  } catch (error) {
    close();
    if (error instanceof LookbackError) throw error;
    throw new LookbackError(lossOf(error instanceof Error ? error.message : String(error), "DuckDB", isStarted));
  } finally {
    clearTimeout(watchdog);
  }
}
