/** How many threads a build may use: one for each core, or so many. */
export const THREAD_CHOICES = ["auto", "1", "2", "4", "8"] as const;
export type Threads = (typeof THREAD_CHOICES)[number];

const KEY = "lookback.threads";

/** What was chosen in this browser. It changes no byte of a dataset, so it is no part of the config. */
export function chosenThreads(): Threads {
  try {
    return THREAD_CHOICES.find((choice) => choice === localStorage.getItem(KEY)) ?? "auto";
  } catch {
    return "auto";
  }
}

export function chooseThreads(threads: Threads): void {
  try {
    localStorage.setItem(KEY, threads);
  } catch {
    // A page without storage uses one for each core.
  }
}

/** As a build takes it. */
export function threadLimit(): { threads?: number } {
  const chosen = chosenThreads();
  return chosen === "auto" ? {} : { threads: Number(chosen) };
}
