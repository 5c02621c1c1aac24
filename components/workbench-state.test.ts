import { describe, expect, it } from "vitest";
import type { OpenedSource } from "../lib/sources/open";
import { sniff } from "../lib/sources/sniff";
import { EMPTY_STATE, type FileEntry, inputsOf, reduce, type WorkbenchState } from "./workbench-state";

const CLICKS = {
  path: "clicks.csv",
  blob: new Blob(["dt,customer_id,item_id,click_time\n2024-05-14,1,2,2024-05-14T10:00:00Z\n"]),
};

async function opened(change: Partial<OpenedSource["source"]> = {}): Promise<OpenedSource> {
  return { source: { ...(await sniff(CLICKS)), ...change }, role: "clicks" };
}

function read(state: WorkbenchState, outcome: OpenedSource): WorkbenchState {
  return reduce(state, { type: "read", outcomes: new Map([[1, outcome]]) });
}

describe("what a build reads", () => {
  const entry: FileEntry = { id: 1, file: CLICKS, source: null, role: null, problem: null, reading: 0 };
  const added = reduce(EMPTY_STATE, { type: "added", entries: [entry] });

  it("is the same where a file is read again and comes to the same", async () => {
    const first = read(added, await opened());
    const again = read(first, await opened());
    expect(inputsOf(again.files)).toBe(inputsOf(first.files));
    expect(again.files[0]?.source).toBe(first.files[0]?.source);
  });

  it("is another where the file comes to something else", async () => {
    const first = read(added, await opened());
    expect(inputsOf(read(first, await opened({ encoding: "windows-1252" })).files)).not.toBe(inputsOf(first.files));
  });
});
