import { useEffect, useState } from "react";
import type { SamplePage, SampleQuery } from "../../lib/sample";
import type { Built } from "../../workers/protocol";
import { openSamplePages, type SamplePages } from "./sample-pages";

type Sample = (query: SampleQuery) => Promise<SamplePage>;

/** The sample rows of one build that match one search; drawn again as pages arrive. */
export function useSamplePages(sample: Sample, built: Built, customer: string): SamplePages | null {
  const [pages, setPages] = useState<SamplePages | null>(null);
  const [, setVersion] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another build answers the same questions differently
  useEffect(() => {
    const opened = openSamplePages(sample, customer, () => setVersion((version) => version + 1));
    setPages(opened);
    return opened.close;
  }, [sample, built, customer]);
  return pages;
}
