/**
 * Passes values on, the latest of each key, all that came within `ms` together and in the order in which they came last. While
 * they keep coming it takes its time, twice as long with each pass, up to `most` milliseconds.
 */
export function gathered<K, V>(ms: number, pass: (latest: ReadonlyMap<K, V>) => void, most = ms): (key: K, value: V) => void {
  let latest = new Map<K, V>();
  let wait = ms;
  let passedAt = Number.NEGATIVE_INFINITY;
  return (key, value) => {
    if (latest.size === 0) {
      wait = performance.now() - passedAt < ms ? Math.min(2 * wait, most) : ms;
      setTimeout(() => {
        const full = latest;
        latest = new Map();
        passedAt = performance.now();
        pass(full);
      }, wait);
    }
    latest.delete(key);
    latest.set(key, value);
  };
}

/** Works on values in their order, `lanes` of them at a time, and gives the results in the same order. */
export async function inLanes<T, R>(values: readonly T[], lanes: number, work: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const coming = values.entries();
  const run = async () => {
    for (const [index, value] of coming) results[index] = await work(value);
  };
  await Promise.all(Array.from({ length: lanes }, run));
  return results;
}

/** Gives work on a key a question to ask at its end: whether no other work on the same key has begun since. */
export function turns<K>(): (key: K) => () => boolean {
  const latest = new Map<K, number>();
  return (key) => {
    const turn = (latest.get(key) ?? 0) + 1;
    latest.set(key, turn);
    return () => latest.get(key) === turn;
  };
}
