import { useRef, useState } from "react";
import type { Config } from "../lib/config";
import { type ChosenFile, chooseFile, type Destination, dropUnfinished } from "./destination";

/** Where the next build writes, and the file of the user's that it writes into. */
export function useDestination() {
  const [destination, setDestination] = useState<Destination>("browser");
  const chosen = useRef<ChosenFile | null>(null);
  const dropping = useRef<Promise<void>>(Promise.resolve());

  /** As a build takes it; `null` where the user was asked for a file and chose none. */
  const choose = async (config: Config): Promise<{ saveAs?: FileSystemFileHandle } | null> => {
    chosen.current = null;
    if (destination === "browser") return {};
    // It could be the same file.
    await dropping.current;
    chosen.current = await chooseFile(config);
    return chosen.current && { saveAs: chosen.current.handle };
  };

  /** After a build that did not come to its end. */
  const drop = (): void => {
    if (chosen.current) dropping.current = dropUnfinished(chosen.current);
    chosen.current = null;
  };

  return { destination, setDestination, choose, drop };
}
