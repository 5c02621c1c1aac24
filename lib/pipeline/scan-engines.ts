import { tableToIPC } from "apache-arrow";
import type { Engine } from "../engine/engine";
import { id, sql } from "../sql";
import { onlyRow } from "./columns";
import { Pool } from "./pool";
import { createStrangers } from "./unify";
import type { IdKinds } from "./values";

/** What starts an engine, once a build, and what starts others, for input that is too much for one. */
export interface Engines {
  first: () => Promise<Engine>;
  more: readonly (() => Promise<Engine>)[];
}

/** The engines of a scan, with the table of {@link createStrangers}. Each is started when it is needed. */
export class ScanEngines {
  /** Of impressions there is one. */
  readonly impressions: Pool<Engine>;
  readonly actions: Pool<Engine>;
  private first: Promise<Engine> | null = null;
  private readonly others: Engine[] = [];

  /** @param prepare called with each engine before it has actions */
  constructor(engines: Engines, idKinds: IdKinds, prepare: (engine: Engine) => Promise<void>) {
    const start = async (starting: () => Promise<Engine>) => {
      const engine = await starting();
      await engine.run(createStrangers(idKinds));
      return engine;
    };
    const startFirst = () => {
      this.first ??= start(engines.first);
      return this.first;
    };
    const prepared = async (engine: Engine) => {
      await prepare(engine);
      return engine;
    };
    const more = engines.more.map((starting) => async () => {
      const engine = await prepared(await start(starting));
      this.others.push(engine);
      return engine;
    });
    this.impressions = new Pool([], [startFirst]);
    this.actions = new Pool([], [async () => prepared(await startFirst()), ...more]);
  }

  /** The first engine; `null` where it was not needed. */
  used(): Promise<Engine | null> {
    return this.first ?? Promise.resolve(null);
  }

  /** Puts the rows of a table that several engines have together, in the first. */
  async gather(table: string): Promise<void> {
    const first = await this.used();
    if (first) for (const other of this.others) await append(table, other, first);
  }
}

/** Rows that go from one engine to another at a time. */
const ROWS_A_COPY = 1_000_000;

async function append(table: string, from: Engine, to: Engine): Promise<void> {
  const { rows } = onlyRow(await from.query(sql`SELECT count(*)::DOUBLE AS rows FROM ${id(table)}`));
  for (let first = 0; first < Number(rows); first += ROWS_A_COPY) {
    const part = await from.query(sql`SELECT * FROM ${id(table)} WHERE rowid >= ${first} AND rowid < ${first + ROWS_A_COPY}`);
    await to.addArrow("arrived", tableToIPC(part, "stream"));
    await to.run(sql`INSERT INTO ${id(table)} SELECT * FROM arrived; DROP TABLE arrived`);
  }
}
