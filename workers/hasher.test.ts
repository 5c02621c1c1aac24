import { describe, expect, it } from "vitest";
import type { SourceFile } from "../lib/sources/types";
import { createHasher } from "./hasher";
import type { Answered, Asked } from "./thread";

class FakeWorker extends EventTarget {
  readonly asked: Asked<SourceFile>[] = [];
  isTerminated = false;

  postMessage(request: Asked<SourceFile>): void {
    this.asked.push(request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  answer(answer: Answered<string>): void {
    this.dispatchEvent(new MessageEvent("message", { data: answer }));
  }

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
  }
}

function start() {
  const workers: FakeWorker[] = [];
  const hash = createHasher(() => {
    workers.push(new FakeWorker());
    return workers.at(-1) as unknown as Worker;
  });
  return { workers, hash };
}

const file = (path: string) => ({ path, blob: new Blob([path]) });
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe("a hasher", () => {
  it("hashes one file after the other, so that one at a time is read", async () => {
    const { workers, hash } = start();
    const hashes = [hash(file("a")), hash(file("b"))];
    await settle();
    expect(workers[0]?.asked.map(({ request }) => request.path)).toEqual(["a"]);
    workers[0]?.answer({ id: 1, answer: "A" });
    await settle();
    expect(workers[0]?.asked.map(({ request }) => request.path)).toEqual(["a", "b"]);
    workers[0]?.answer({ id: 2, answer: "B" });
    expect(await Promise.all(hashes)).toEqual(["A", "B"]);
    expect(workers).toHaveLength(1);
  });

  it("fails for a file that cannot be read, and goes on with the next", async () => {
    const { workers, hash } = start();
    const bad = hash(file("bad"));
    const good = hash(file("good"));
    await settle();
    workers[0]?.answer({ id: 1, problem: { code: "empty-file", file: "bad" } });
    await expect(bad).rejects.toMatchObject({ problem: { code: "empty-file" } });
    await settle();
    workers[0]?.answer({ id: 2, answer: "G" });
    expect(await good).toBe("G");
  });

  it("fails where its worker is lost, and takes a new one for the next file", async () => {
    const { workers, hash } = start();
    const lost = hash(file("a"));
    const next = hash(file("b"));
    await settle();
    workers[0]?.fail("out of luck");
    await expect(lost).rejects.toMatchObject({ problem: { code: "engine-lost", message: "out of luck" } });
    await settle();
    expect(workers[0]?.isTerminated).toBe(true);
    workers[1]?.answer({ id: 2, answer: "B" });
    expect(await next).toBe("B");
  });
});
