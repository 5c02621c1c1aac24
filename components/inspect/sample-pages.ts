import { type Problem, problemOf } from "../../lib/errors";
import type { SamplePage, SampleQuery, SampleRow, SampleView } from "../../lib/sample";

const PAGE_ROWS = 100;
/** A page of full histories is some megabytes. */
const PAGES_KEPT = 24;
const CALLS_AT_ONCE = 2;

export interface SamplePages {
  /** Rows of the view, and rows that match its filter; null until the first page came. */
  counts: () => { total: number; matching: number } | null;
  problem: () => Problem | null;
  rowAt: (index: number) => SampleRow | undefined;
  /** Says which rows are on the screen: their pages are fetched next, and no longer wanted ones are not. */
  show: (first: number, last: number) => void;
  /** Answers that come later are ignored. */
  close: () => void;
}

/** The rows of one view, fetched by pages as they come into view. */
export function openSamplePages(
  sample: (query: SampleQuery) => Promise<SamplePage>,
  view: SampleView,
  onChange: () => void,
): SamplePages {
  const pages = new Map<number, SampleRow[]>();
  const underWay = new Set<number>();
  let counts: { total: number; matching: number } | null = null;
  let problem: Problem | null = null;
  let wanted: number[] = [0];
  let open = true;

  const keep = (page: number, rows: SampleRow[]) => {
    pages.set(page, rows);
    for (const old of pages.keys()) {
      if (pages.size <= PAGES_KEPT) break;
      if (!wanted.includes(old)) pages.delete(old);
    }
  };

  const fetchPage = async (page: number) => {
    underWay.add(page);
    try {
      const answer = await sample({ ...view, offset: page * PAGE_ROWS, limit: PAGE_ROWS });
      counts = { total: answer.total, matching: answer.matching };
      keep(page, answer.rows);
    } catch (thrown) {
      problem = problemOf(thrown);
    }
    underWay.delete(page);
    if (!open) return;
    onChange();
    pump();
  };

  const pump = () => {
    if (!open || problem) return;
    const missing = wanted.filter((page) => !pages.has(page) && !underWay.has(page));
    for (const page of missing.slice(0, CALLS_AT_ONCE - underWay.size)) fetchPage(page);
  };

  pump();
  return {
    counts: () => counts,
    problem: () => problem,
    rowAt: (index) => pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    show: (first, last) => {
      const from = Math.floor(first / PAGE_ROWS);
      const to = Math.floor(last / PAGE_ROWS);
      wanted = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      pump();
    },
    close: () => {
      open = false;
    },
  };
}
