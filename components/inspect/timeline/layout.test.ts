import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../lib/config";
import { type Timeline, VERDICTS } from "../../../lib/inspection";
import { binAt, LANE_PX, layoutOf, markAt } from "./layout";

const RANGE = { from: 0n, to: 1000n };
const CONFIG = parseConfig({});

function marks(...all: [at: bigint, type: number][]): Timeline {
  const columns = { at: BigInt64Array.from(all, ([at]) => at), types: Uint8Array.from(all, ([, type]) => type) };
  return { kind: "marks", ...RANGE, marks: { first: 7, ...columns, verdicts: new Uint8Array(all.length) } };
}
function laidOut(...all: [at: bigint, type: number][]) {
  const layout = layoutOf(marks(...all), RANGE, 500, CONFIG);
  if (layout.kind !== "marks") throw new Error("bins");
  return layout;
}
function placed(...all: [at: bigint, type: number][]) {
  return laidOut(...all).marks;
}

describe("marks", () => {
  it("stand at their instants, each in the lane of its type", () => {
    expect(placed([900n, 3], [500n, 1], [0n, 2])).toEqual([
      { index: 7, action: "order", verdict: "in", x: 450, y: 2.5 * LANE_PX },
      { index: 8, action: "click", verdict: "in", x: 250, y: 0.5 * LANE_PX },
      { index: 9, action: "add_to_cart", verdict: "in", x: 0, y: 1.5 * LANE_PX },
    ]);
  });

  it("of one instant stand above each other within their lane", () => {
    const ys = placed([500n, 1], [500n, 1], [500n, 1], [500n, 2]).map(({ y }) => y);
    expect(new Set(ys).size).toBe(4);
    expect(ys.slice(0, 3).every((y) => y > 0 && y < LANE_PX)).toBe(true);
  });

  it("that find no room of their own are counted where they stand, crowd by crowd", () => {
    const many = (count: number, at: bigint, type: number) => Array.from({ length: count }, (): [bigint, number] => [at, type]);
    const { crowds, marks: all } = laidOut(...many(3, 800n, 1), ...many(8, 500n, 1), ...many(4, 500n, 2), ...many(5, 100n, 1));
    expect(all).toHaveLength(20);
    expect(crowds).toEqual([
      { action: "click", x: 250, y: 0, covered: 5 },
      { action: "click", x: 50, y: 0, covered: 2 },
      { action: "add_to_cart", x: 250, y: LANE_PX, covered: 1 },
    ]);
  });

  it("are found by a point near them", () => {
    const all = placed([900n, 3], [500n, 1]);
    expect(markAt(all, 252, LANE_PX / 2 + 3, 10)?.index).toBe(8);
    expect(markAt(all, 300, LANE_PX / 2, 10)).toBeNull();
  });
});

describe("bins", () => {
  const counts = VERDICTS.map((verdict) => Uint32Array.of(verdict === "in" ? 3 : 0, verdict === "at-or-after-cutoff" ? 12 : 0));
  const empty = VERDICTS.map(() => new Uint32Array(2));
  const lanes = [
    { action: "click" as const, counts },
    { action: "order" as const, counts: empty },
  ];
  const layout = layoutOf({ kind: "bins", ...RANGE, bins: 2, total: 15, lanes }, RANGE, 500, CONFIG);

  it("that hold nothing are not drawn, and the fullest takes the height of its lane", () => {
    if (layout.kind !== "bins") throw new Error("marks");
    expect(layout.highest).toBe(12);
    expect(layout.bins.map(({ x, width, parts }) => [x, width, parts.map(({ verdict, count }) => [verdict, count])])).toEqual([
      [0, 250, [["in", 3]]],
      [250, 250, [["at-or-after-cutoff", 12]]],
    ]);
    expect(layout.bins[0]?.parts[0]?.height).toBeCloseTo((layout.bins[1]?.parts[0]?.height ?? 0) / 2);
  });

  it("are found anywhere in the height of their lane", () => {
    if (layout.kind !== "bins") throw new Error("marks");
    expect(binAt(layout.bins, 400, 1)?.range).toEqual({ from: 500n, to: 1000n });
    expect(binAt(layout.bins, 400, 1.5 * LANE_PX)).toBeNull();
  });
});
