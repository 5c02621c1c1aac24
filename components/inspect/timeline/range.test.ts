import { describe, expect, it } from "vitest";
import { fitted, instantAt, panned, type Range, revealing, shareOf, zoomed } from "./range";

const HOUR = 3_600_000_000n;
const DAY = 24n * HOUR;
const ALL: Range = { from: 0n, to: 100n * DAY };
const history = {
  cutoff: 50n * DAY,
  extent: { oldest: 10n * DAY, newest: 60n * DAY },
  lookback: null,
  boundary: null,
  days: [{ cutoff: 50n * DAY }, { cutoff: 70n * DAY }],
} as unknown as Parameters<typeof fitted>[1];
const holds = ({ from, to }: Range, ...instants: bigint[]) => instants.every((instant) => from < instant && instant < to);

describe("a range", () => {
  it("that fits all shows every action and every cutoff", () => {
    expect(holds(fitted("all", history), 10n * DAY, 70n * DAY)).toBe(true);
    expect(fitted("all", { ...history, extent: null, days: [] })).toEqual({ from: 50n * DAY - HOUR, to: 50n * DAY + HOUR });
  });

  it("that fits the sequence begins with its oldest action: at the boundary, the lookback, or the first of all", () => {
    const from = (patch: object) => fitted("sequence", { ...history, ...patch }).from;
    expect(holds(fitted("sequence", history), 10n * DAY, 50n * DAY)).toBe(true);
    expect(from({ lookback: 20n * DAY })).toBeGreaterThan(18n * DAY);
    expect(from({ boundary: 40n * DAY, lookback: 20n * DAY })).toBeGreaterThan(39n * DAY);
    expect(holds(fitted("sequence", { ...history, extent: { oldest: 55n * DAY, newest: 60n * DAY } }), 50n * DAY)).toBe(true);
  });

  it("zooms around the point under the pointer", () => {
    const near = zoomed(ALL, 0.5, 0.25, ALL);
    expect(near.to - near.from).toBe(50n * DAY);
    expect(instantAt(near, 0.25)).toBe(25n * DAY);
  });

  it("never gets shorter than a fraction of a millisecond, nor much longer than all", () => {
    expect(zoomed(ALL, 1e-30, 0.5, ALL)).toEqual({ from: 50n * DAY - 100n, to: 50n * DAY + 100n });
    const far = zoomed(ALL, 1e9, 0.5, ALL);
    expect(far.to - far.from).toBe(150n * DAY);
  });

  it("cannot be moved away from all there is", () => {
    expect(panned(ALL, 0.25, ALL)).toEqual({ from: 25n * DAY, to: 125n * DAY });
    expect(panned(ALL, 99, ALL).from).toBe(50n * DAY);
    expect(panned(ALL, -99, ALL).to).toBe(50n * DAY);
  });

  it("moves to an instant only when that is not in view", () => {
    const view = { from: 10n * DAY, to: 20n * DAY };
    expect(revealing(view, 15n * DAY, ALL)).toBe(view);
    expect(shareOf(revealing(view, 40n * DAY, ALL), 40n * DAY)).toBeCloseTo(0.5);
  });
});
