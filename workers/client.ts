import { LookbackError, lossOf, type Problem, problemOf } from "../lib/errors";
import type { Question, Questions } from "../lib/inspection";
import { clearOriginPrivateStore } from "../lib/store/clear-origin-private";
import type { Forecast } from "../lib/time-left";
import type { AskRequest, CallName, Calls, Client, FromWorker } from "./protocol";

interface Pending {
  resolve(answer: unknown): void;
  reject(error: LookbackError): void;
  onProgress: ((progress: Forecast) => void) | undefined;
}

/**
 * The page's side of the pipeline worker. The worker is made when it is first needed.
 * @param clearStore takes away what a cancelled build has written
 */
export function createClient(
  createWorker: () => Worker = createPipelineWorker,
  clearStore: () => Promise<void> = clearOriginPrivateStore,
): Client {
  const pending = new Map<number, Pending>();
  let worker: Worker | null = null;
  let lastId = 0;
  let cancels = 0;
  /** A build that begins meanwhile would lose what it writes. */
  let clearing: Promise<void> | null = null;

  function settleAll(problem: Problem): void {
    worker?.terminate();
    worker = null;
    const calls = [...pending.values()];
    pending.clear();
    for (const call of calls) call.reject(new LookbackError(problem));
  }

  function take({ data }: MessageEvent<FromWorker>): void {
    const call = pending.get(data.id);
    if (!call) return;
    if (data.kind === "progress") {
      call.onProgress?.(data.progress);
      return;
    }
    pending.delete(data.id);
    if (data.kind === "done") call.resolve(data.answer);
    else call.reject(new LookbackError(data.problem));
  }

  function start(): Worker {
    const started = create(createWorker);
    let hasAnswered = false;
    // A worker that was ended may still have something to say; the one after it goes on.
    const lose = (words: string | undefined) => {
      if (started === worker) settleAll(lossOf(words, "the pipeline worker", hasAnswered));
    };
    started.addEventListener("message", (event) => {
      hasAnswered = true;
      take(event);
    });
    started.addEventListener("error", (event) => {
      event.preventDefault();
      lose(event.message);
    });
    started.addEventListener("messageerror", () => lose("a message could not be read"));
    return started;
  }

  function call<N extends CallName>(
    name: N,
    request: Calls[N]["request"],
    onProgress?: (progress: Forecast) => void,
  ): Promise<Calls[N]["answer"]> {
    return new Promise((resolve, reject) => {
      lastId += 1;
      const id = lastId;
      pending.set(id, { resolve: (answer) => resolve(answer as Calls[N]["answer"]), reject, onProgress });
      try {
        worker ??= start();
        worker.postMessage({ id, name, request });
      } catch (thrown) {
        pending.delete(id);
        reject(new LookbackError(problemOf(thrown)));
      }
    });
  }

  const afterClearing: typeof call = async (...args) => {
    const before = cancels;
    await clearing;
    if (cancels !== before) throw new LookbackError({ code: "cancelled" });
    return call(...args);
  };

  return {
    warm: () => call("warm", null),
    expect: (input) => call("expect", input),
    sniff: (file, config, role) => call("sniff", { file, config, role }),
    check: (request) => call("check", request),
    build: (request, onProgress) => (clearing ? afterClearing : call)("build", request, onProgress),
    recipe: (file) => call("recipe", { file }),
    hash: (file) => call("hash", { file }),
    sample: (query) => call("sample", query),
    ask: <Q extends Question>(name: Q, question: Questions[Q]["question"]) =>
      call("ask", { name, question } as AskRequest) as Promise<Questions[Q]["answer"]>,
    cancel: () => {
      settleAll({ code: "cancelled" });
      cancels += 1;
      const cleared = (clearing?.then(clearStore) ?? clearStore())
        // The next build clears before it writes, too.
        .catch(() => undefined)
        .finally(() => {
          if (clearing === cleared) clearing = null;
        });
      clearing = cleared;
    },
  };
}

function create(createWorker: () => Worker): Worker {
  try {
    return createWorker();
  } catch (thrown) {
    throw new LookbackError({ code: "engine-lost", message: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

/** A bundled worker lives anywhere below the site, so it is told the site's address by its name. */
function createPipelineWorker(): Worker {
  const site = new URL(".", location.href).href;
  return new Worker(new URL("./pipeline.worker.ts", import.meta.url), { type: "module", name: site });
}
