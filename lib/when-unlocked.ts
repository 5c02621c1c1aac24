/** A file stays locked for a moment after the worker that wrote it was ended. */
const TRIES = 20;
const PAUSE_MILLISECONDS = 50;

/** Tries what a lock may stand in the way of, until it is done or there is no more time. @param attempt answers whether it is done */
export async function whenUnlocked(attempt: () => Promise<boolean>, tries = TRIES): Promise<void> {
  for (let left = tries; !(await attempt()) && left > 1; left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}
