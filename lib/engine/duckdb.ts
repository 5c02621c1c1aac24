import { RecordBatchReader, tableFromIPC } from "apache-arrow";
import type { Sql } from "../sql";
import { type Engine, LOCK_STATEMENTS } from "./engine";

type Awaitable<T> = T | Promise<T>;

/** What the blocking and the asynchronous bindings of DuckDB-WASM have in common. */
export interface Bindings {
  runQuery(connection: number, text: string): Awaitable<Uint8Array>;
  startPendingQuery(connection: number, text: string, allowStreamResult: boolean): Awaitable<Uint8Array | null>;
  pollPendingQuery(connection: number): Awaitable<Uint8Array | null>;
  fetchQueryResults(connection: number): Awaitable<Uint8Array | null>;
  cancelPendingQuery(connection: number): Awaitable<boolean>;
  registerFileBuffer(name: string, bytes: Uint8Array): Awaitable<void>;
  dropFile(name: string): Awaitable<unknown>;
  insertArrowFromIPCStream(connection: number, ipc: Uint8Array, options: { name: string; create: boolean }): Awaitable<void>;
}

export const DUCKDB_CONFIG = { query: { castBigIntToDouble: false, castDecimalToDouble: false } } as const;

/**
 * The engine over one connection. Results are decoded here and not by DuckDB-WASM: under Node it carries an
 * apache-arrow of its own (CommonJS), whose classes fail `instanceof` in ours.
 * @param guard races each call against the loss of the engine.
 */
export async function engineOn(
  bindings: Bindings,
  connection: number,
  close: () => Awaitable<void>,
  guard: <T>(call: Promise<T>) => Promise<T> = (call) => call,
): Promise<Engine> {
  let last: Promise<unknown> = Promise.resolve();
  let streaming = false;

  function inTurn<T>(work: () => Awaitable<T>): Promise<T> {
    const turn = last.then(() => {
      // DuckDB would end the open stream early, without an error.
      if (streaming) throw new Error("a stream of this engine is open; read it to its end first");
      return guard(Promise.resolve(work()));
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  async function start(text: string): Promise<Uint8Array> {
    let header = await bindings.startPendingQuery(connection, text, true);
    while (header === null) header = await bindings.pollPendingQuery(connection);
    return header;
  }

  async function* bytesOf(header: Uint8Array): AsyncGenerator<Uint8Array> {
    yield header;
    for (;;) {
      const bytes = await guard(Promise.resolve(bindings.fetchQueryResults(connection)));
      if (bytes === null) continue;
      if (bytes.length === 0) return;
      yield bytes;
    }
  }

  const engine: Engine = {
    async run(statement) {
      await inTurn(() => bindings.runQuery(connection, statement.text));
    },
    async query(statement) {
      return tableFromIPC(await inTurn(() => bindings.runQuery(connection, statement.text)));
    },
    async *stream(statement: Sql) {
      const header = await inTurn(async () => {
        const bytes = await start(statement.text);
        streaming = true;
        return bytes;
      });
      let ended = false;
      try {
        yield* await RecordBatchReader.from(bytesOf(header));
        ended = true;
      } finally {
        if (!ended) await guard(Promise.resolve(bindings.cancelPendingQuery(connection)));
        streaming = false;
      }
    },
    async addFile(name, bytes) {
      if (!name.startsWith("in/")) throw new RangeError(`${name} is not in the folder in/`);
      await guard(Promise.resolve(bindings.registerFileBuffer(name, bytes)));
    },
    async dropFile(name) {
      await guard(Promise.resolve(bindings.dropFile(name)));
    },
    async addArrow(name, ipc) {
      await inTurn(() => bindings.insertArrowFromIPCStream(connection, ipc, { name, create: true }));
    },
    async close() {
      await close();
    },
  };
  for (const statement of LOCK_STATEMENTS) await guard(Promise.resolve(bindings.runQuery(connection, statement)));
  return engine;
}
