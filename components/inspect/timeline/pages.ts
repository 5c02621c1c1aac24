import { type Problem, problemOf } from "../../../lib/errors";

const PAGE = 200;
const PAGES_KEPT = 50;

export interface Pages<T> {
  at(index: number): T | undefined;
  problem(): Problem | null;
  /** Fetches what is missing of these. */
  show(first: number, last: number): void;
  /** Answers that come later are ignored. */
  close(): void;
}

/** A long list of which only the pages are fetched that are looked at. */
export function openPages<T>(fetchPage: (offset: number, limit: number) => Promise<T[]>, onChange: () => void): Pages<T> {
  const pages = new Map<number, T[]>();
  const underWay = new Set<number>();
  let problem: Problem | null = null;
  let open = true;

  const load = async (page: number) => {
    underWay.add(page);
    try {
      pages.set(page, await fetchPage(page * PAGE, PAGE));
      for (const old of pages.keys()) if (pages.size > PAGES_KEPT && old !== page) pages.delete(old);
    } catch (thrown) {
      problem = problemOf(thrown);
    }
    underWay.delete(page);
    if (open) onChange();
  };

  return {
    at: (index) => pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    problem: () => problem,
    show(first, last) {
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1)
        if (!pages.has(page) && !underWay.has(page)) load(page);
    },
    close() {
      open = false;
    },
  };
}
