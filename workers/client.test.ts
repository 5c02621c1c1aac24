import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../lib/config";
import { LookbackError, type Problem } from "../lib/errors";
import { WHOLE_VIEW } from "../lib/sample";
import type { Forecast } from "../lib/time-left";
import { createClient } from "./client";
import type { Client, FromWorker, ToWorker } from "./protocol";

/** A worker that does nothing by itself: the test says what comes from it. */
class FakeWorker extends EventTarget {
  readonly asked: ToWorker[] = [];
  isTerminated = false;

  postMessage(message: ToWorker): void {
    this.asked.push(structuredClone(message));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  answer(message: FromWorker): void {
    this.dispatchEvent(new MessageEvent("message", { data: structuredClone(message) }));
  }

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
  }

  /** The ids of the calls in the order in which they came. */
  get ids(): number[] {
    return this.asked.map(({ id }) => id);
  }
}

let workers: FakeWorker[];
let client: Client;
beforeEach(() => {
  workers = [];
  client = createClient(() => {
    workers.push(new FakeWorker());
    return workers.at(-1) as unknown as Worker;
  }, clearStore);
});

/** Ends when the test says so. */
let clear: { done(): void; fail(): void } = { done: () => undefined, fail: () => undefined };
function clearStore(): Promise<void> {
  return new Promise((resolve, reject) => {
    clear = { done: resolve, fail: () => reject(new DOMException("gone", "NotFoundError")) };
  });
}

const QUERY = { ...WHOLE_VIEW, offset: 0, limit: 10 };
const PAGE = { total: 0, matching: 0, rows: [] };
const BUILD = { sources: [], config: DEFAULT_CONFIG };
const PROGRESS: Forecast = {
  stage: "rank",
  fraction: 0.5,
  rows: 5,
  allRows: null,
  bytes: null,
  rowsPerSecond: 10,
  done: 0.5,
  secondsLeft: 2,
};

/** How a call ended, and whether it has. */
function outcomeOf(call: Promise<unknown>): { ended: string[] } {
  const outcome = { ended: [] as string[] };
  call.then(
    () => outcome.ended.push("done"),
    (thrown) => outcome.ended.push(thrown instanceof LookbackError ? thrown.problem.code : `not a LookbackError: ${thrown}`),
  );
  return outcome;
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

function problemOf(call: Promise<unknown>): Promise<Problem> {
  return call.then(
    () => Promise.reject(new Error("the call went well")),
    (thrown: LookbackError) => thrown.problem,
  );
}

describe("a call", () => {
  it("makes a worker when the first one comes, and asks it all", () => {
    expect(workers).toHaveLength(0);
    outcomeOf(client.sample(QUERY));
    outcomeOf(client.sniff({ path: "a.csv", blob: new Blob(["a"]) }, DEFAULT_CONFIG, null));
    expect(workers).toHaveLength(1);
    expect(workers[0]?.asked.map(({ name }) => name)).toEqual(["sample", "sniff"]);
    expect(new Set(workers[0]?.ids).size).toBe(2);
  });

  it("is answered by the message with its id, in whatever order they come", async () => {
    const calls = [client.sample(QUERY), client.sample(QUERY)];
    const [first = 0, second = 0] = workers[0]?.ids ?? [];
    workers[0]?.answer({ kind: "done", id: second, answer: { ...PAGE, total: 2 } });
    workers[0]?.answer({ kind: "done", id: first, answer: { ...PAGE, total: 1 } });
    expect((await Promise.all(calls)).map(({ total }) => total)).toEqual([1, 2]);
  });

  it("fails with the problem that the worker tells", async () => {
    const problem: Problem = { code: "empty-file", file: "a.csv" };
    const call = client.build(BUILD, () => undefined);
    workers[0]?.answer({ kind: "failed", id: workers[0].ids[0] ?? 0, problem });
    expect(await problemOf(call)).toEqual(problem);
  });

  it("leaves the worker in place when it fails, for the next call", async () => {
    const call = client.sample(QUERY);
    workers[0]?.answer({ kind: "failed", id: workers[0].ids[0] ?? 0, problem: { code: "no-impressions" } });
    await problemOf(call);
    outcomeOf(client.sample(QUERY));
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([false]);
    expect(workers[0]?.asked).toHaveLength(2);
  });

  it("passes on its own progress, until it has ended", async () => {
    const seen: string[] = [];
    const one = client.build(BUILD, ({ rows }) => seen.push(`one ${rows}`));
    outcomeOf(client.build(BUILD, ({ rows }) => seen.push(`other ${rows}`)));
    const [id = 0, other = 0] = workers[0]?.ids ?? [];
    workers[0]?.answer({ kind: "progress", id, progress: { ...PROGRESS, rows: 1 } });
    workers[0]?.answer({ kind: "progress", id: other, progress: { ...PROGRESS, rows: 2 } });
    workers[0]?.answer({ kind: "done", id, answer: null });
    await one;
    workers[0]?.answer({ kind: "progress", id, progress: { ...PROGRESS, rows: 3 } });
    expect(seen).toEqual(["one 1", "other 2"]);
  });

  it("ends once: what comes for it later changes nothing", async () => {
    const call = outcomeOf(client.sample(QUERY));
    const [id = 0] = workers[0]?.ids ?? [];
    workers[0]?.answer({ kind: "done", id, answer: PAGE });
    workers[0]?.answer({ kind: "failed", id, problem: { code: "cancelled" } });
    workers[0]?.fail("late");
    await settle();
    expect(call.ended).toEqual(["done"]);
  });

  it("that the worker does not know is no answer to another", async () => {
    const call = outcomeOf(client.sample(QUERY));
    workers[0]?.answer({ kind: "done", id: 999, answer: PAGE });
    await settle();
    expect(call.ended).toEqual([]);
  });
});

describe("a build after a cancelled one", () => {
  it("begins when what that one had written is gone, and can be cancelled before", async () => {
    const first = outcomeOf(client.build(BUILD, () => undefined));
    client.cancel();
    const second = outcomeOf(client.build(BUILD, () => undefined));
    await settle();
    expect(workers.flatMap(({ ids }) => ids)).toHaveLength(1);
    clear.done();
    await settle();
    expect(workers.flatMap(({ ids }) => ids)).toHaveLength(2);
    client.cancel();
    const cleared = clear;
    const third = outcomeOf(client.build(BUILD, () => undefined));
    client.cancel();
    cleared.done();
    await settle();
    expect([first, second, third].map(({ ended }) => ended)).toEqual([["cancelled"], ["cancelled"], ["cancelled"]]);
    expect(workers.flatMap(({ ids }) => ids)).toHaveLength(2);
  });
});

describe("builds that are cancelled one after the other", () => {
  it("are taken away one by one before the next begins, whatever fails on the way", async () => {
    client.cancel();
    await settle();
    const first = clear;
    client.cancel();
    const build = outcomeOf(client.build(BUILD, () => undefined));
    first.done();
    await settle();
    expect(workers, "the second clearing goes on").toHaveLength(0);
    clear.fail();
    await settle();
    expect(workers.flatMap(({ ids }) => ids)).toHaveLength(1);
    expect(build.ended).toEqual([]);
  });
});

describe("cancel", () => {
  it("ends the worker and every call under way at once", async () => {
    const calls = [client.sample(QUERY), client.build(BUILD, () => undefined)].map(outcomeOf);
    client.cancel();
    expect(workers[0]?.isTerminated).toBe(true);
    await settle();
    expect(calls.map(({ ended }) => ended)).toEqual([["cancelled"], ["cancelled"]]);
  });

  it("leaves the next call to a new worker, which the old one cannot disturb", async () => {
    const before = outcomeOf(client.sample(QUERY));
    client.cancel();
    const call = client.sample(QUERY);
    expect(workers).toHaveLength(2);
    const [old = 0] = workers[0]?.ids ?? [];
    workers[0]?.answer({ kind: "done", id: old, answer: PAGE });
    workers[0]?.fail("late");
    workers[0]?.dispatchEvent(new MessageEvent("messageerror"));
    expect(workers[1]?.isTerminated).toBe(false);
    workers[1]?.answer({ kind: "done", id: workers[1].ids[0] ?? 0, answer: PAGE });
    expect(await call).toEqual(PAGE);
    expect(before.ended).toEqual(["cancelled"]);
  });

  it("does nothing when nothing is under way", async () => {
    client.cancel();
    const call = client.sample(QUERY);
    workers[0]?.answer({ kind: "done", id: workers[0].ids[0] ?? 0, answer: PAGE });
    expect(await call).toEqual(PAGE);
  });
});

describe("a lost worker", () => {
  it.each([
    ["an error in it", (worker: FakeWorker) => worker.fail("out of luck"), { code: "engine-lost", message: "out of luck" }],
    [
      "an error without a message",
      (worker: FakeWorker) => worker.fail(""),
      { code: "part-missing", part: "the pipeline worker" },
    ],
    [
      "a message that cannot be read",
      (worker: FakeWorker) => worker.dispatchEvent(new MessageEvent("messageerror")),
      { code: "engine-lost", message: "a message could not be read" },
    ],
  ])("by %s fails every call under way, and the next call has a new one", async (_, lose, problem) => {
    const calls = [client.sample(QUERY), client.build(BUILD, () => undefined)].map(problemOf);
    const [worker] = workers;
    if (worker) lose(worker);
    expect(await Promise.all(calls)).toEqual([problem, problem]);
    expect(worker?.isTerminated).toBe(true);
    const next = client.sample(QUERY);
    workers[1]?.answer({ kind: "done", id: workers[1].ids[0] ?? 0, answer: PAGE });
    expect(await next).toEqual(PAGE);
  });

  it("is not reported to the console as an error that nobody took", () => {
    outcomeOf(client.sample(QUERY));
    const event = Object.assign(new Event("error", { cancelable: true }), { message: "out of luck" });
    workers[0]?.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
  });
});

describe("a call that cannot be made", () => {
  it("fails as engine-lost where no worker can be made, and the next one tries again", async () => {
    let mayStart = false;
    const failing = createClient(() => {
      if (!mayStart) throw new Error("workers are forbidden");
      workers.push(new FakeWorker());
      return workers.at(-1) as unknown as Worker;
    });
    expect(await problemOf(failing.sample(QUERY))).toEqual({ code: "engine-lost", message: "workers are forbidden" });
    mayStart = true;
    const call = failing.sample(QUERY);
    workers[0]?.answer({ kind: "done", id: workers[0].ids[0] ?? 0, answer: PAGE });
    expect(await call).toEqual(PAGE);
  });

  it("fails alone where its request cannot be sent", async () => {
    const other = client.sample(QUERY);
    const file = { path: "a.csv", blob: (() => undefined) as unknown as Blob };
    expect(await problemOf(client.sniff(file, DEFAULT_CONFIG, null))).toMatchObject({ code: "internal" });
    workers[0]?.answer({ kind: "done", id: workers[0].ids[0] ?? 0, answer: PAGE });
    expect(await other).toEqual(PAGE);
  });
});
