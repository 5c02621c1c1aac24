import { check } from "../lib/check/check";
import type { Checked } from "../lib/check/checked";
import type { Config } from "../lib/config";
import type { Engine } from "../lib/engine/engine";
import { LookbackError } from "../lib/errors";
import type { BuildSource } from "../lib/sources/types";
import type { EnginePool } from "./engine-pool";

/** Checks, one at a time: the latest ends those before it. */
export class Checker {
  private latest = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly pool: EnginePool) {}

  /** @throws LookbackError `cancelled` when another check, or {@link stop}, ends it */
  check(sources: readonly BuildSource[], config: Config): Promise<Checked> {
    const number = ++this.latest;
    const requireLatest = () => {
      if (number !== this.latest) throw new LookbackError({ code: "cancelled" });
    };
    const before = this.last;
    const run = async () => {
      await before;
      requireLatest();
      return this.pool.lend((start) =>
        check(async () => untilEnded(await start(), requireLatest), sources, config, requireLatest),
      );
    };
    const running = run();
    this.last = running.catch(() => undefined);
    return running;
  }

  /** Ends the check under way, if there is one. */
  async stop(): Promise<void> {
    this.latest += 1;
    await this.last;
  }
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
