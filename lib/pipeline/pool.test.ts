import { describe, expect, it } from "vitest";
import { inOrder, Pool } from "./pool";

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("a pool", () => {
  it("lends each member to one at a time, and starts others only where the work is worth it", async () => {
    let started = 0;
    const pool = new Pool(["first"], [async () => `started ${++started}`]);
    const lent = new Set<string>();
    const log: string[] = [];
    const work = async (member: string) => {
      expect(lent.has(member)).toBe(false);
      lent.add(member);
      await later(2);
      lent.delete(member);
      log.push(member);
    };
    await Promise.all([pool.use(work, false), pool.use(work, false)]);
    expect(log).toEqual(["first", "first"]);
    await Promise.all([pool.use(work), pool.use(work), pool.use(work), pool.use(work)]);
    expect(started).toBe(1);
    expect(log).toHaveLength(6);
  });

  it("takes a member back from work that fails", async () => {
    const pool = new Pool(["only"]);
    await expect(pool.use(async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await pool.use(async (member) => member)).toBe("only");
  });

  it("fails all who wait for a member where none starts, and tries again for the next", async () => {
    let tries = 0;
    const start = async () => {
      await later(2);
      tries += 1;
      if (tries === 1) throw new Error("no member");
      return "late";
    };
    const pool = new Pool([], [start]);
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => pool.use(async (member) => member)));
    expect(outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.message : outcome.value))).toEqual([
      "no member",
      "no member",
      "no member",
    ]);
    expect(await pool.use(async (member) => member)).toBe("late");
  });

  it("goes on with those that are there where another one does not start", async () => {
    const pool = new Pool(["first"], [async () => Promise.reject(new Error("no more"))]);
    const work = async (member: string) => {
      await later(2);
      return member;
    };
    const outcomes = await Promise.allSettled([pool.use(work), pool.use(work), pool.use(work, false)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});

async function all<Result>(results: AsyncIterable<Result>): Promise<Result[]> {
  const found: Result[] = [];
  for await (const result of results) found.push(result);
  return found;
}

describe("work in order", () => {
  it("gives the results in the order of the parts, and holds few parts at once", async () => {
    let running = 0;
    let most = 0;
    const work = async (part: number) => {
      most = Math.max(most, ++running);
      await later(part % 3);
      running -= 1;
      return part * 10;
    };
    const parts = Array.from({ length: 20 }, (_, part) => part);
    expect(await all(inOrder(parts, 3, work))).toEqual(parts.map((part) => part * 10));
    expect(most).toBe(4);
  });

  it("ends with the first failure, once what runs has ended, and asks for no more parts", async () => {
    let asked = 0;
    let ended = 0;
    async function* parts() {
      for (;;) yield asked++;
    }
    const work = async (part: number) => {
      await later(part === 2 ? 0 : 5);
      ended += 1;
      if (part === 2) throw new Error("part 2");
      return part;
    };
    await expect(all(inOrder(parts(), 2, work))).rejects.toThrow("part 2");
    expect(ended).toBe(asked);
    expect(asked).toBeLessThan(7);
  });

  it("lets the parts end when its reader does", async () => {
    let isEnded = false;
    async function* parts() {
      try {
        yield 1;
        yield 2;
      } finally {
        isEnded = true;
      }
    }
    for await (const _ of inOrder(parts(), 0, async (part) => part)) break;
    expect(isEnded).toBe(true);
  });
});
