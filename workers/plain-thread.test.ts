import { describe, expect, it } from "vitest";
import { createPlainReader, type PlainPlan } from "../lib/pipeline/plain-actions";
import type { CsvText } from "../lib/sources/csv-text";
import { createPlainThread, type PlainRequest, plainAnswers } from "./plain-thread";
import { type Asked, answerWith } from "./thread";

/** A worker in this thread that takes messages as a real one does: as clones, with what is handed over. */
class NearWorker extends EventTarget {
  isTerminated = false;
  private readonly answer = answerWith(plainAnswers(createPlainReader()), (data) =>
    this.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) })),
  );

  postMessage(asked: Asked<PlainRequest>, transfer: ArrayBuffer[]): void {
    const data = structuredClone(asked, { transfer });
    queueMicrotask(() => this.answer(new MessageEvent("message", { data })));
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

const PLAN: PlainPlan = {
  layout: { fields: ["customer", "item", "epoch"], types: new Map(), needsTime: true },
  type: 1,
  pathDay: null,
  timeZone: "UTC",
  dayZone: "UTC",
};

function textOf(text: string): CsvText {
  const shape = { delimiter: ",", quote: '"', header: false, fields: 3, maxBytes: 1000 } as const;
  return { bytes: new TextEncoder().encode(text), shape, isCut: false, malformed: [], sourceBytes: text.length };
}

describe("a thread that reads plain rows", () => {
  it("takes the bytes of a text over, and gives what a reader in this thread gives", async () => {
    const thread = createPlainThread(() => new NearWorker() as unknown as Worker);
    const customers = BigInt64Array.of(7n, 8n);
    const rows = "7,1,1715682600\n9,2,1715682600\n08,3,1715682600\n8,4\n";
    await thread.begin(customers);
    const text = textOf(rows);
    const answer = await thread.read(text, PLAN);
    expect(text.bytes.byteLength).toBe(0);

    const here = createPlainReader();
    await here.begin(customers);
    expect(answer).toEqual(structuredClone(await here.read(textOf(rows), PLAN)));
    expect(answer).toMatchObject({
      rows: 2,
      actions: { collected: 1 },
      others: { rows: 1, malformed: [{ row: 2, text: "8,4" }] },
    });
    expect([...answer.places]).toEqual([3, 4]);
  });

  it("that is lost fails its calls, and is made anew for the next", async () => {
    const workers: NearWorker[] = [];
    const thread = createPlainThread(() => {
      const worker = new NearWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    });
    const lost = thread.begin(BigInt64Array.of(1n));
    workers[0]?.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message: "out of memory" }));
    await expect(lost).rejects.toMatchObject({ problem: { code: "engine-lost", message: "out of memory" } });
    expect(workers[0]?.isTerminated).toBe(true);
    await thread.begin(BigInt64Array.of(1n));
    expect(workers).toHaveLength(2);
  });
});
