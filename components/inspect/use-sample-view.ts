import { useCallback, useState } from "react";
import { NO_FILTER, type SampleFilter, type SampleView, type SortColumn, WHOLE_VIEW } from "../../lib/sample";

/** Which sample rows are looked at, and what changes that. */
export function useSampleView() {
  const [view, setView] = useState<SampleView>(WHOLE_VIEW);
  /** Conditions are added to those there are; null takes one away. */
  const addFilter = useCallback((filter: Partial<SampleFilter>) => {
    setView((before) => ({ ...before, filter: { ...before.filter, ...filter } }));
  }, []);
  /** Only these conditions, on all rows: as many match as were counted. */
  const showOnly = useCallback((filter: Partial<SampleFilter>) => {
    setView((before) => ({ ...before, filter: { ...NO_FILTER, ...filter }, random: null }));
  }, []);
  const setRandom = useCallback((random: SampleView["random"]) => setView((before) => ({ ...before, random })), []);
  const sortBy = useCallback((column: SortColumn) => {
    setView((before) => ({ ...before, sort: nextSort(before.sort, column) }));
  }, []);
  const clear = useCallback(() => setView(({ sort }) => ({ ...WHOLE_VIEW, sort })), []);
  return { view, addFilter, showOnly, setRandom, sortBy, clear };
}

export type SampleViewModel = ReturnType<typeof useSampleView>;

/** Ascending, then descending, then the order of the output. */
function nextSort(sort: SampleView["sort"], column: SortColumn): SampleView["sort"] {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}
