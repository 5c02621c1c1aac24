import { useEffect, useState } from "react";
import type { SamplePage, SampleQuery, SampleView } from "../../lib/sample";
import type { Built } from "../../workers/protocol";
import { openSamplePages, type SamplePages } from "./sample-pages";

type Sample = (query: SampleQuery) => Promise<SamplePage>;

/** The sample rows of one build that belong to one view; drawn again as pages arrive. */
export function useSamplePages(sample: Sample, built: Built, view: SampleView): SamplePages | null {
  const [pages, setPages] = useState<SamplePages | null>(null);
  const [, setVersion] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another build answers the same questions differently
  useEffect(() => {
    const opened = openSamplePages(sample, view, () => setVersion((version) => version + 1));
    setPages(opened);
    return opened.close;
  }, [sample, built, view]);
  return pages;
}
