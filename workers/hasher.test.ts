import { createHash } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { createHasher, type HashAnswer, type HashRequest, hashAnswers } from "./hasher";
import { type Answered, type Asked, answerWith } from "./thread";

class FakeWorker extends EventTarget {
  readonly asked: Asked<HashRequest>[] = [];
  isTerminated = false;

  postMessage(request: Asked<HashRequest>): void {
    this.asked.push(request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  answer(answer: Answered<HashAnswer>): void {
    this.dispatchEvent(new MessageEvent("message", { data: answer }));
  }

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
  }
}

/** The paths of the files that were asked for. */
function paths(worker: FakeWorker | undefined): string[] {
  return (worker?.asked ?? []).flatMap(({ request }) => (request.name === "file" ? request.request.path : []));
}

function start() {
  const workers: FakeWorker[] = [];
  const hasher = createHasher(() => {
    workers.push(new FakeWorker());
    return workers.at(-1) as unknown as Worker;
  });
  return { workers, hash: hasher.ofFile, hasher };
}

/** A worker in this thread that does what it is asked. */
class RealWorker extends FakeWorker {
  private readonly take = answerWith(hashAnswers(), (answered) => this.answer(structuredClone(answered)));

  override postMessage(asked: Asked<HashRequest>, transfer: ArrayBuffer[] = []): void {
    if (asked.request.name === "file") return;
    const data = structuredClone(asked, { transfer });
    queueMicrotask(() => this.take(new MessageEvent("message", { data })));
  }
}

function startReal() {
  const workers: RealWorker[] = [];
  const hasher = createHasher(() => {
    workers.push(new RealWorker());
    return workers.at(-1) as unknown as Worker;
  });
  return { workers, hasher };
}

const file = (path: string) => ({ path, blob: new Blob([path]) });
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe("a hasher", () => {
  it("hashes one file after the other, so that one at a time is read", async () => {
    const { workers, hash } = start();
    const hashes = [hash(file("a")), hash(file("b"))];
    await settle();
    expect(paths(workers[0])).toEqual(["a"]);
    workers[0]?.answer({ id: 1, answer: "A" });
    await settle();
    expect(paths(workers[0])).toEqual(["a", "b"]);
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

  it("hashes bytes that come piece by piece, of several files in turns, and gives them back", async () => {
    const { hasher } = startReal();
    const [one, other] = [hasher.begin(3), hasher.begin(1)];
    const bytes = Uint8Array.of(0, 97, 98);
    expect(await one.add(bytes, 1)).toEqual(Uint8Array.of(0, 97, 98));
    expect(bytes.byteLength, "they were handed over").toBe(0);
    await other.add(Uint8Array.of(122), 0);
    await one.add(Uint8Array.of(99), 0);
    const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
    expect([await one.hex(), await other.hex(), await hasher.begin(0).hex()]).toEqual([hashOf("abc"), hashOf("z"), hashOf("")]);
  });

  it("gives up what is dropped, and tells the worker how many bytes will come", async () => {
    const begun: { size: number; drop: ReturnType<typeof vi.fn> }[] = [];
    const answer = hashAnswers({
      ofFile: async () => "",
      begin(size) {
        const drop = vi.fn();
        begun.push({ size, drop });
        return { add: async (bytes) => bytes, hex: async () => "", drop };
      },
    });
    await answer({ name: "begin", request: { number: 7, size: 12 } });
    await answer({ name: "drop", request: 7 });
    await answer({ name: "drop", request: 7 });
    expect(begun.map(({ size }) => size)).toEqual([12]);
    expect(begun[0]?.drop).toHaveBeenCalledOnce();
    await expect(answer({ name: "hex", request: 7 })).rejects.toThrow("a hash was not begun");
    const { workers, hasher } = start();
    hasher.begin(12).drop();
    expect(workers[0]?.asked.map(({ request }) => request)).toEqual([
      { name: "begin", request: { number: 1, size: 12 } },
      { name: "drop", request: 1 },
    ]);
  });

  it("fails for bytes whose first ones went with a worker that is lost", async () => {
    const { workers, hasher } = startReal();
    const hash = hasher.begin(2);
    await hash.add(Uint8Array.of(97), 0);
    const lost = hasher.ofFile(file("never answered"));
    await Promise.resolve();
    workers[0]?.fail("out of luck");
    await expect(lost).rejects.toMatchObject({ problem: { code: "engine-lost" } });
    await expect(hash.add(Uint8Array.of(98), 0)).rejects.toMatchObject({ problem: { code: "internal" } });
    await expect(hash.hex()).rejects.toMatchObject({ problem: { code: "internal" } });
  });
});
