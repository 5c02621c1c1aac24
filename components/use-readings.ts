import { useEffect, useRef } from "react";
import type { Config } from "../lib/config";
import type { FileEntry } from "./workbench-state";

/** Reads files anew when the config tells something else of how their role is read, or of what is too large. */
export function useReadings(files: readonly FileEntry[], { standardize }: Config, sniff: (entry: FileEntry) => void): void {
  const known = useRef(new Map<number, string>());
  useEffect(() => {
    for (const entry of files) {
      const { id, role, source, problem } = entry;
      if (source === null && problem === null) continue;
      const told = JSON.stringify([(role && standardize.read[role]) ?? {}, standardize.limits]);
      const before = known.current.get(id);
      known.current.set(id, told);
      if (before !== undefined && before !== told) sniff(entry);
    }
  });
}
