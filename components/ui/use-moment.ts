import { useEffect, useState } from "react";

const MOMENT_MS = 1500;

/** True for a moment after it was started, for saying that something was done. */
export function useMoment(): [isOn: boolean, start: () => void] {
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const timer = setTimeout(() => setOn(false), MOMENT_MS);
    return () => clearTimeout(timer);
  }, [isOn]);
  return [isOn, () => setOn(true)];
}
