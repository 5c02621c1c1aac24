import { useEffect, useState } from "react";
import type { SamplePage, SampleQuery, SampleView } from "../../lib/sample";
import type { Built } from "../../workers/protocol";
import { openSamplePages, type SamplePages } from "./sample-pages";

type Sample = (query: SampleQuery) => Promise<SamplePage>;

/** The rows of one view of one build, drawn again as pages arrive. Until the first does, those of the last view stay. */
export function useSamplePages(sample: Sample, built: Built, view: SampleView): { pages: SamplePages | null; busy: boolean } {
  const [shown, setShown] = useState<{ pages: SamplePages; view: SampleView; version: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another build answers the same questions differently
  useEffect(() => {
    const pages = openSamplePages(sample, view, () => {
      setShown((before) => ({ pages, view, version: (before?.version ?? 0) + 1 }));
    });
    return pages.close;
  }, [sample, built, view]);
  return { pages: shown?.pages ?? null, busy: shown?.view !== view };
}
