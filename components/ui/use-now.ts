import { useEffect, useState } from "react";

const STEP_MS = 1000;

/** `performance.now()`, as it was a second ago at most. */
export function useNow(): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
