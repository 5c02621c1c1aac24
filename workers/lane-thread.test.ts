import { describe, expect, it } from "vitest";
import { initParquetInNode } from "../lib/engine/parquet-node";
import { createLane } from "../lib/pipeline/lane";
import type { PlainPlan } from "../lib/pipeline/plain-actions";
import type { CsvText } from "../lib/sources/source-text";
import { buffersOf } from "./buffers";
import { answersOf, createLaneThread, type LaneRequest } from "./lane-thread";
import { type Asked, answerWith } from "./thread";

/** A worker in this thread that takes messages as a real one does: as clones, with what is handed over. */
class NearWorker extends EventTarget {
  isTerminated = false;
  private readonly answer = answerWith(answersOf(createLane(initParquetInNode)), (answered) => {
    const data = structuredClone(answered, { transfer: buffersOf(answered) });
    this.dispatchEvent(new MessageEvent("message", { data }));
  });

  postMessage(asked: Asked<LaneRequest>, transfer: ArrayBuffer[]): void {
    const data = structuredClone(asked, { transfer });
    queueMicrotask(() => this.answer(new MessageEvent("message", { data })));
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

const PLAN: PlainPlan = {
  layout: {
    fields: ["customer", "item", "epoch"],
    types: new Map(),
    carousels: { item: [], label: [], hasTexts: false },
    dateOrder: null,
    needs: "time",
  },
  type: 1,
  pathDay: null,
  timeZone: "UTC",
  dayZone: "UTC",
};

function textOf(text: string): CsvText {
  const shape = { delimiter: ",", quote: '"', header: false, fields: 3, maxBytes: 1000 } as const;
  return { bytes: new TextEncoder().encode(text), shape, isCut: false, malformed: [] };
}

const START = { customers: BigInt64Array.of(7n, 8n), buckets: 32, allItems: false };

describe("a lane in a thread", () => {
  it("takes the bytes of a text over, and gives what a lane in this thread gives", async () => {
    const thread = createLaneThread(() => new NearWorker() as unknown as Worker);
    const rows = "7,1,1715682600\n9,2,1715682600\n08,3,1715682600\n8,4\n";
    await thread.call("beginReading", { codebook: 1, itemIds: "integer" });
    await thread.call("beginActions", START);
    const text = textOf(rows);
    const answer = await thread.call("readText", { text, plan: PLAN });
    expect(text.bytes.byteLength).toBe(0);
    expect(START.customers).toHaveLength(2);

    const here = createLane(initParquetInNode);
    await here.call("beginReading", { codebook: 1, itemIds: "integer" });
    await here.call("beginActions", START);
    expect(answer).toEqual(structuredClone(await here.call("readText", { text: textOf(rows), plan: PLAN })));
    expect(answer).toMatchObject({
      rows: 2,
      actions: { collected: 1 },
      others: { rows: 1, malformed: [{ row: 2, text: "8,4" }] },
    });
    expect([...answer.places]).toEqual([3, 4]);
    expect([...(await thread.call("items", null))]).toEqual([1n]);
    expect([...(await thread.call("items", null))], "its codebook is still its own").toEqual([1n]);
  });

  it("that is lost fails its calls, and is made anew for the next", async () => {
    const workers: NearWorker[] = [];
    const thread = createLaneThread(() => {
      const worker = new NearWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    });
    const lost = thread.call("beginReading", { codebook: 0, itemIds: "integer" });
    workers[0]?.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message: "out of luck" }));
    await expect(lost).rejects.toMatchObject({ problem: { code: "engine-lost", message: "out of luck" } });
    expect(workers[0]?.isTerminated).toBe(true);
    await thread.call("beginReading", { codebook: 0, itemIds: "integer" });
    expect(workers).toHaveLength(2);
  });

  it("says that it was called before its beginning", async () => {
    await expect(createLane(initParquetInNode).call("items", null)).rejects.toThrow("before its beginning");
  });
});

describe("the buffers of plain data", () => {
  it("are those of all its typed arrays, each once", () => {
    const shared = new Int32Array(4);
    const blob = new Blob(["x"]);
    const data = { a: shared.subarray(0, 2), b: [shared.subarray(2), { c: Uint8Array.of(1) }], d: null, e: "text", blob };
    expect(buffersOf(data)).toEqual([shared.buffer, data.b[1] && (data.b[1] as { c: Uint8Array }).c.buffer]);
  });
});
