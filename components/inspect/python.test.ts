import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../../lib/config";
import { pythonLists, wholePythonLists } from "./python";

const SEQUENCE = { values: ["12", "7"], itemIds: ["12", "7"], types: Uint8Array.of(1, 3) };
const config = (patch: Partial<(typeof DEFAULT_CONFIG)["pad"]> = {}, maxActions = 5) => ({
  ...DEFAULT_CONFIG,
  pad: { ...DEFAULT_CONFIG.pad, ...patch },
  rank: { maxActions },
});

describe("the lists of a sequence", () => {
  it("are those of the tensors, padded on their side", () => {
    expect(pythonLists(SEQUENCE, config())).toBe("actions = [12, 7] + [0] * 3\naction_types = [1, 3] + [0] * 3");
    expect(pythonLists(SEQUENCE, config({ side: "left" }))).toBe("actions = [0] * 3 + [12, 7]\naction_types = [0] * 3 + [1, 3]");
    expect(pythonLists(SEQUENCE, config({}, 2))).toBe("actions = [12, 7]\naction_types = [1, 3]");
    const empty = { values: [], itemIds: [], types: new Uint8Array() };
    expect(pythonLists(empty, config())).toBe("actions = [0] * 5\naction_types = [0] * 5");
  });

  it("hold the numbers of a vocabulary, with the ids that they stand for", () => {
    const sequence = { ...SEQUENCE, itemIds: ["a-12", 'b"7'] };
    const output = { ...DEFAULT_CONFIG.output, itemIds: "vocabulary" as const };
    expect(pythonLists(sequence, { ...config(), output })).toBe(
      'actions = [12, 7] + [0] * 3\naction_types = [1, 3] + [0] * 3\nitem_ids = ["a-12", "b\\"7"] + [None] * 3',
    );
  });

  it("are cut where they are shown, and whole where they are copied", () => {
    const values = Array.from({ length: 30 }, (_, at) => String(at + 1));
    const sequence = { values, itemIds: values, types: new Uint8Array(30).fill(1) };
    expect(pythonLists(sequence, config({}, 40)).split("\n")[0]).toMatch(/^actions = \[1, 2, .*, 24, …\] \+ \[0\] \* 10$/);
    expect(wholePythonLists(sequence, config({}, 40)).split("\n")[0]).toMatch(/29, 30\] \+ \[0\] \* 10$/);
  });
});
