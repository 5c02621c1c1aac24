/** Lends each of its members to one piece of work at a time. Where all are lent, it may start another one; the first it must. */
export class Pool<Member> {
  private readonly free: Member[];
  private readonly waiting: { resolve: (member: Member) => void; reject: (reason: unknown) => void }[] = [];
  private readonly startable: (() => Promise<Member>)[];
  /** Members that are there, or are being started. */
  private count: number;

  /** @param startable start one member more each, in this order */
  constructor(members: readonly Member[], startable: readonly (() => Promise<Member>)[] = []) {
    this.free = [...members];
    this.startable = [...startable];
    this.count = members.length;
    this.most = members.length + startable.length;
  }

  /** How many pieces of work may be under way at once. */
  readonly most: number;

  /** @param mayStart whether the work is worth another member */
  async use<Result>(work: (member: Member) => Promise<Result>, mayStart = true): Promise<Result> {
    const member = await this.take(mayStart);
    try {
      return await work(member);
    } finally {
      const next = this.waiting.shift();
      if (next) next.resolve(member);
      else this.free.push(member);
    }
  }

  private take(mayStart: boolean): Promise<Member> {
    const member = this.free.pop();
    if (member !== undefined) return Promise.resolve(member);
    const start = mayStart || this.count === 0 ? this.startable.shift() : undefined;
    return start ? this.start(start) : new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  /** Where no member is left after a failure, whoever waits for one fails as well. */
  private async start(start: () => Promise<Member>): Promise<Member> {
    this.count += 1;
    try {
      return await start();
    } catch (thrown) {
      this.count -= 1;
      this.startable.unshift(start);
      if (this.count === 0) for (const { reject } of this.waiting.splice(0)) reject(thrown);
      throw thrown;
    }
  }
}

/**
 * Works on parts as they come, on several at once, and gives the results in the order of the parts. A part is asked for while
 * those before it are worked on, so that at most `most` + 1 are held. The first failure ends it.
 */
export async function* inOrder<Part, Result>(
  parts: AsyncIterable<Part> | Iterable<Part>,
  most: number,
  work: (part: Part) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  try {
    for await (const part of parts) {
      const result = work(part);
      // Whoever awaits it is told; until then nobody is.
      result.catch(() => undefined);
      running.push(result);
      if (running.length > most) yield (await running.shift()) as Result;
    }
    while (running.length > 0) yield (await running.shift()) as Result;
  } finally {
    await Promise.allSettled(running);
  }
}
