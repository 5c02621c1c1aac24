import type { Engine } from "../lib/engine/engine";
import { problemOf } from "../lib/errors";
import type { Engines } from "../lib/pipeline/scan-engines";

/** An engine takes a second to start; for less input another one gains nothing. */
const BYTES_WORTH_A_HELPER = 128 << 20;

/** Starts the first engine ahead of the build, as soon as a file is seen that needs it. */
export class EnginePool {
  private first: Promise<Engine> | null = null;

  constructor(private readonly create: () => Promise<Engine>) {}

  /** Starts the first engine. One that fails is forgotten, so that who needs it starts another. */
  expect(): void {
    if (this.first === null) this.hold(this.create());
  }

  /** Lends the first engine, where it is needed, and keeps it for the next who needs one. */
  async lend<T>(work: (start: () => Promise<Engine>) => Promise<T>): Promise<T> {
    let lent: Promise<Engine> | null = null;
    const start = () => {
      lent ??= this.take();
      return lent;
    };
    const giveBack = (isWhole: boolean) => {
      if (lent === null) return;
      if (isWhole && this.first === null) this.hold(lent);
      else lent.then((engine) => engine.close()).catch(() => undefined);
    };
    try {
      const result = await work(start);
      giveBack(true);
      return result;
    } catch (thrown) {
      // What was cancelled broke nothing; any other failure may be the engine's own.
      giveBack(problemOf(thrown).code === "cancelled");
      throw thrown;
    }
  }

  /**
   * Lends engines for input of so many bytes, and closes them afterwards.
   * @param most how many may work side by side: 1 or more
   */
  async use<T>(bytes: number, most: number, work: (engines: Engines) => Promise<T>): Promise<T> {
    const started: Promise<Engine>[] = [];
    const keep = (engine: Promise<Engine>) => {
      started.push(engine);
      return engine;
    };
    const helpers = bytes >= BYTES_WORTH_A_HELPER ? most - 1 : 0;
    try {
      return await work({
        first: () => keep(this.take()),
        more: Array.from({ length: helpers }, () => () => keep(this.create())),
      });
    } finally {
      for (const starting of started) await (await starting.catch(() => null))?.close();
    }
  }

  private hold(engine: Promise<Engine>): void {
    this.first = engine;
    engine.catch(() => {
      if (this.first === engine) this.first = null;
    });
  }

  private take(): Promise<Engine> {
    const engine = this.first ?? this.create();
    this.first = null;
    return engine;
  }
}
