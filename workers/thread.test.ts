import { describe, expect, it } from "vitest";
import { type Answered, answerWith, Thread } from "./thread";

const tooLarge = () => new DOMException("Data cannot be cloned, out of memory.", "DataCloneError");

describe("a thread", () => {
  it("answers with the problem where its answer cannot be sent", async () => {
    const sent: Answered<string>[] = [];
    const answer = answerWith(
      async () => "all of it",
      (answered: Answered<string>) => {
        if ("answer" in answered) throw tooLarge();
        sent.push(answered);
      },
    );
    await answer(new MessageEvent("message", { data: { id: 3, request: null } }));
    expect(sent).toEqual([{ id: 3, problem: { code: "out-of-memory", stage: "build" } }]);
  });

  it("fails a call whose request cannot be sent, and takes the next", async () => {
    const worker = Object.assign(new EventTarget(), {
      postMessage({ id, request }: { id: number; request: string }) {
        if (request === "too large") throw tooLarge();
        queueMicrotask(() => worker.dispatchEvent(new MessageEvent("message", { data: { id, answer: request } })));
      },
    });
    const thread = new Thread<string, string>("test", () => worker as unknown as Worker);
    await expect(thread.ask("too large")).rejects.toMatchObject({ problem: { code: "out-of-memory" } });
    expect(await thread.ask("small")).toBe("small");
  });
});
