import { judge } from "../lib/check/judge";
import { downloadName } from "../lib/download-name";
import type { Engine } from "../lib/engine/engine";
import { LookbackError, problemOf } from "../lib/errors";
import type { Hasher } from "../lib/hash";
import { ANSWERS } from "../lib/inspect/answer";
import { SampleTable } from "../lib/inspect/sample-table";
import { manifestOf } from "../lib/manifest";
import { type BuildResult, build } from "../lib/pipeline/build";
import type { Dataset } from "../lib/pipeline/dataset";
import type { Lane } from "../lib/pipeline/lane";
import { readRecipe } from "../lib/recipe";
import type { Progress } from "../lib/report";
import { openSource } from "../lib/sources/open";
import { totalBytes } from "../lib/sources/total-bytes";
import type { SniffedSource } from "../lib/sources/types";
import { createChosenFileStore } from "../lib/store/chosen-file";
import type { Store } from "../lib/store/store";
import { zipInto } from "../lib/store/zip";
import { type Forecast, TimeLeft } from "../lib/time-left";
import { Checker } from "./checker";
import { EnginePool } from "./engine-pool";
import { LanePool } from "./lane-pool";
import type { Built, CallName, Calls, FromWorker, ToWorker } from "./protocol";
import { type WholeStore, writeAll } from "./write-all";

/** What the worker takes from where it runs. */
export interface Surroundings {
  /** Awaited before each call; it does its work once. */
  prepare(): Promise<void>;
  createEngine(): Promise<Engine>;
  /** Makes a lane in a thread of its own. */
  createLane(): Lane;
  /** How many engines, and how many lanes, work side by side unless a build says otherwise: 1 or more. */
  cores: number;
  createStore(): Promise<Store>;
  /** Takes away what pages that are closed by now have built. */
  clearStore(): Promise<void>;
  hasher: Hasher;
  post(message: FromWorker): void;
}

type Handlers = {
  [N in CallName]: (request: Calls[N]["request"], onProgress: (progress: Forecast) => void) => Promise<Calls[N]["answer"]>;
};

/** The worker's side of the protocol: takes messages, and answers each exactly once. */
export function serve(surroundings: Surroundings): (message: ToWorker) => Promise<void> {
  const handlers = createHandlers(surroundings);
  return async ({ id, name, request }) => {
    try {
      await surroundings.prepare();
      const onProgress = (progress: Forecast) => surroundings.post({ kind: "progress", id, progress });
      const handler = handlers[name] as (request: unknown, onProgress: (progress: Forecast) => void) => Promise<unknown>;
      surroundings.post({ kind: "done", id, answer: await handler(request, onProgress) });
    } catch (thrown) {
      surroundings.post({ kind: "failed", id, problem: problemOf(thrown) });
    }
  };
}

function createHandlers({ prepare, createEngine, createLane, createStore, clearStore, cores, hasher }: Surroundings): Handlers {
  let dataset: Dataset | null = null;
  let sample: SampleTable | null = null;
  let clearing: Promise<void> | null = null;
  const pool = new EnginePool(createEngine);
  const lanes = new LanePool(createLane, prepare);
  const checker = new Checker(pool);
  return {
    async warm() {
      clearing ??= clearStore().catch(() => undefined);
      await clearing;
      return null;
    },
    async expect({ bytes, threads = cores }) {
      lanes.expect(bytes, threads);
      return null;
    },
    async sniff({ file, config, role }) {
      const opened = await openSource(file, config, role);
      if (!hasPlainRows(opened.source)) pool.expect();
      return opened;
    },
    async check({ sources, config, threads = cores }) {
      lanes.expect(totalBytes(sources), threads);
      const checked = await checker.check(sources, config);
      return { checked, findings: judge(checked, config) };
    },
    async build({ sources, config, threads = cores, memory, saveAs, expected = null }, onProgress) {
      await checker.stop();
      // What is cleared must not be what is written now.
      await clearing;
      dataset?.ranked.close();
      dataset = null;
      sample = null;
      const bytes = totalBytes(sources);
      return pool.use(bytes, threads, async (engines) => {
        const own = await createStore();
        const name = downloadName(config);
        const whole: WholeStore = {
          store: saveAs ? createChosenFileStore(saveAs, name, own) : own,
          copies: name === "dataset.zip" && !saveAs ? 2 : 1,
          expected,
        };
        const timeLeft = new TimeLeft(sources, memory);
        const foretell = (progress: Progress) => onProgress({ ...progress, ...timeLeft.after(progress, performance.now()) });
        return writeAll(whole, foretell, async (store, onStep) => {
          const tools = { engines, lanes: lanes.lanes(bytes, threads), store, hasher, onProgress: onStep };
          const result = await build(sources, config, { ...tools, ...(memory !== undefined && { memory }) });
          const answer = await builtOf(result, store);
          dataset = result.dataset;
          sample = new SampleTable(dataset);
          return answer;
        });
      });
    },
    recipe: ({ file }) => readRecipe(file),
    hash: ({ file }) => hasher.ofFile(file),
    async sample(query) {
      return built(sample).page(query);
    },
    async ask({ name, question }) {
      const answer = ANSWERS[name] as (dataset: Dataset, question: unknown) => Calls["ask"]["answer"];
      return answer(built(dataset), question);
    },
  };
}

/** Whether lanes read the file, as far as its rows are plain; others need an engine. */
function hasPlainRows({ format }: SniffedSource): boolean {
  return format !== "arrow";
}

/** @throws LookbackError where nothing has been built */
function built<T>(value: T | null): T {
  if (value === null) throw new LookbackError({ code: "internal", message: "no dataset has been built" });
  return value;
}

async function builtOf({ report, files, scanned, textIds }: BuildResult, store: Store): Promise<Built> {
  const built = files.map(({ file, blob }) => ({ file, blob }));
  const manifest = { file: "manifest.json", blob: new Blob([manifestOf(report)], { type: "application/json" }) };
  const name = downloadName(report.config);
  return {
    report,
    files: built,
    download: built.find(({ file }) => file === name) ?? {
      file: name,
      blob: await zipInto(store, name, [...built, manifest]),
    },
    rejected: scanned.rejected.first,
    rejectedCsv: scanned.rejected.toCsv(),
    actionsBySource: scanned.actionsBySource,
    textIds,
  };
}
