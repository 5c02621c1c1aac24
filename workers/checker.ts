import { check } from "../lib/check/check";
import type { Checked } from "../lib/check/checked";
import type { Config } from "../lib/config";
import type { Engine } from "../lib/engine/engine";
import { LookbackError } from "../lib/errors";
import type { BuildSource } from "../lib/sources/types";
import type { EnginePool } from "./engine-pool";

/** Checks, one at a time: the latest ends those before it. */
export class Checker {
  private latest = new AbortController();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly pool: EnginePool) {}

  /** @throws LookbackError `cancelled` when another check, or {@link stop}, ends it */
  check(sources: readonly BuildSource[], config: Config): Promise<Checked> {
    this.latest.abort();
    this.latest = new AbortController();
    const { signal } = this.latest;
    const requireLatest = () => {
      if (signal.aborted) throw new LookbackError({ code: "cancelled" });
    };
    const before = this.last;
    const run = async () => {
      await before;
      requireLatest();
      return this.pool.lend((start) =>
        check(async () => untilEnded(await unlessAborted(start(), signal), requireLatest), sources, config, requireLatest),
      );
    };
    const running = run();
    this.last = running.catch(() => undefined);
    return running;
  }

  /** Ends the check under way, if there is one. */
  async stop(): Promise<void> {
    this.latest.abort();
    await this.last;
  }
}

/** An engine may take long to start, and goes on starting for the next who needs one. @throws LookbackError `cancelled` */
function unlessAborted<T>(starting: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new LookbackError({ code: "cancelled" })), { once: true });
    starting.then(resolve, reject);
  });
}

/** An engine that asks before each statement whether it may still run. */
function untilEnded(engine: Engine, requireLatest: () => void): Engine {
  return {
    ...engine,
    async run(statement) {
      requireLatest();
      return engine.run(statement);
    },
    async query(statement) {
      requireLatest();
      return engine.query(statement);
    },
  };
}
