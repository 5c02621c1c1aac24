import { useEffect, useState } from "react";
import type { Checked } from "../lib/check/checked";
import { type DiskNeed, diskNeed, judgeDisk } from "../lib/check/disk-need";
import type { Finding } from "../lib/check/finding";
import type { Config } from "../lib/config";
import { canChooseFile, type Destination } from "./destination";
import { memoryLimit } from "./memory";

export interface DiskModel {
  /** `null` as long as nothing is known of the files. */
  need: DiskNeed | null;
  finding: Finding | null;
}

/** What the build will write, beside what the browser lets the page store: all of it, for a build replaces the one before. */
export function useDisk(checked: Checked | null, config: Config, destination: Destination): DiskModel {
  const [room, setRoom] = useState<number | null>(null);
  useEffect(() => {
    if (!checked) return;
    let isCurrent = true;
    const ask = async () => {
      const { quota } = await navigator.storage.estimate();
      if (isCurrent) setRoom(quota ?? null);
    };
    ask().catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [checked]);
  const need = checked && diskNeed(checked, config, { intoFile: destination === "file", ...memoryLimit() });
  return { need, finding: need && judgeDisk(need, room, canChooseFile()) };
}
