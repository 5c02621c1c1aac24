import { useEffect, useRef, useState } from "react";
import { problemOf } from "../../lib/errors";
import type { SourceFile } from "../../lib/sources/types";

/** The SHA-256 of each file by its blob, as they become known; of a file that cannot be read it is empty. */
export function useHashes(files: readonly SourceFile[], hash: (file: SourceFile) => Promise<string>): ReadonlyMap<Blob, string> {
  const [hashes, setHashes] = useState<ReadonlyMap<Blob, string>>(new Map());
  const asked = useRef(new WeakSet<Blob>());
  useEffect(() => {
    const settle = async (file: SourceFile): Promise<string> => {
      try {
        return await hash(file);
      } catch (thrown) {
        return problemOf(thrown).code === "cancelled" ? settle(file) : "";
      }
    };
    for (const file of files) {
      if (asked.current.has(file.blob)) continue;
      asked.current.add(file.blob);
      settle(file).then((sha256) => setHashes((known) => new Map(known).set(file.blob, sha256)));
    }
  }, [files, hash]);
  return hashes;
}
