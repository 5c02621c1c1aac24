import type { Engine } from "../lib/engine/engine";
import { LookbackError, problemOf } from "../lib/errors";
import { build } from "../lib/pipeline/build";
import { SampleTable } from "../lib/pipeline/sample";
import type { Engines } from "../lib/pipeline/scan";
import { recogniseRole } from "../lib/sources/recognise";
import { sniff } from "../lib/sources/sniff";
import type { Store } from "../lib/store/store";
import { zipOf } from "../lib/store/zip";
import type { Built, CallName, Calls, FromWorker, Progress, ToWorker } from "./protocol";

/** What the worker takes from where it runs. */
export interface Surroundings {
  createEngine(): Promise<Engine>;
  /** How many engines read files side by side: 1 or more. */
  engines: number;
  createStore(): Promise<Store>;
  post(message: FromWorker): void;
}

/** An engine takes a second to start; below this another one gains nothing. */
const BYTES_WORTH_A_HELPER = 128 << 20;

type Handlers = {
  [N in CallName]: (request: Calls[N]["request"], onProgress: (progress: Progress) => void) => Promise<Calls[N]["answer"]>;
};

/** The worker's side of the protocol: takes messages, and answers each exactly once. */
export function serve(surroundings: Surroundings): (message: ToWorker) => Promise<void> {
  const handlers = createHandlers(surroundings);
  return async ({ id, name, request }) => {
    try {
      const onProgress = (progress: Progress) => surroundings.post({ kind: "progress", id, progress });
      const handler = handlers[name] as (request: unknown, onProgress: (progress: Progress) => void) => Promise<unknown>;
      surroundings.post({ kind: "done", id, answer: await handler(request, onProgress) });
    } catch (thrown) {
      surroundings.post({ kind: "failed", id, problem: problemOf(thrown) });
    }
  };
}

function createHandlers({ createEngine, createStore, engines }: Surroundings): Handlers {
  let sample: SampleTable | null = null;
  let starting: Promise<Engine> | null = null;
  /** Starts the first engine, or takes the one that was started when the first file came. */
  const startFirst = (): Promise<Engine> => {
    starting ??= createEngine();
    starting.catch(() => {
      starting = null;
    });
    return starting;
  };
  const startEngines = async (bytes: number): Promise<Engines> => {
    const helpers = bytes >= BYTES_WORTH_A_HELPER ? engines - 1 : 0;
    const [first, ...others] = await Promise.all([startFirst(), ...Array.from({ length: helpers }, createEngine)]);
    starting = null;
    return [first, ...others];
  };
  return {
    async sniff({ file, config }) {
      startFirst().catch(() => undefined);
      const source = await sniff(file);
      return { source, role: recogniseRole(source, file.path, config) };
    },
    async build({ sources, config }, onProgress) {
      sample = null;
      const running = await startEngines(sources.reduce((sum, { source }) => sum + source.bytes, 0));
      try {
        const result = await build(sources, config, { engines: running, store: await createStore(), onProgress });
        sample = new SampleTable(result.dataset);
        return await builtOf(result);
      } finally {
        for (const engine of running) await engine.close();
      }
    },
    async sample(query) {
      if (!sample) throw new LookbackError({ code: "internal", message: "no dataset has been built" });
      return sample.page(query);
    },
  };
}

async function builtOf({ report, files, scanned }: Awaited<ReturnType<typeof build>>): Promise<Built> {
  const built = files.map(({ file, blob }) => ({ file, blob }));
  const [only] = built;
  const isOneFile = report.config.output.partitionBy === "none" && only;
  return {
    report,
    files: built,
    download: isOneFile ? only : { file: "dataset.zip", blob: await zipOf(built) },
    rejected: scanned.rejected.first,
    rejectedCsv: scanned.rejected.toCsv(),
    actionsBySource: scanned.actionsBySource,
  };
}
