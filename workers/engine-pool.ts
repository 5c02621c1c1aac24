import type { Engine } from "../lib/engine/engine";
import type { Engines } from "../lib/pipeline/scan";

/** An engine takes a second to start; for less input another one gains nothing. */
const BYTES_WORTH_A_HELPER = 128 << 20;

/** Starts engines ahead of the build, as soon as files are seen. */
export class EnginePool {
  private starting: Promise<Engine>[] = [];

  /** @param most how many engines may work side by side: 1 or more */
  constructor(
    private readonly create: () => Promise<Engine>,
    private readonly most: number,
  ) {}

  /** Starts the engines that input of so many bytes will need. A failure shows when they are taken. */
  expect(bytes: number): void {
    const wanted = bytes >= BYTES_WORTH_A_HELPER ? this.most : 1;
    while (this.starting.length < wanted) {
      const starting = this.create();
      starting.catch(() => undefined);
      this.starting.push(starting);
    }
  }

  /** Lends one engine, and keeps it for the next who needs one. */
  async lend<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    const engine = await (this.starting.shift() ?? this.create());
    try {
      return await work(engine);
    } finally {
      this.starting.unshift(Promise.resolve(engine));
    }
  }

  /** Hands over the engines, the first of them ready; the caller closes them. */
  async take(bytes: number): Promise<Engines> {
    this.expect(bytes);
    const [first, ...others] = this.starting;
    this.starting = [];
    try {
      return [await (first ?? this.create()), ...others];
    } catch (failure) {
      await closeAll(others);
      throw failure;
    }
  }
}

/** Closes engines, also those that are still starting. */
export async function closeAll(engines: readonly (Engine | Promise<Engine>)[]): Promise<void> {
  for (const starting of engines) {
    const engine = await Promise.resolve(starting).catch(() => null);
    await engine?.close();
  }
}
