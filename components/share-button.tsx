import { Check, Link } from "lucide-react";
import { useState } from "react";
import type { Config } from "../lib/config";
import { type Problem, problemOf } from "../lib/errors";
import { linkOf } from "../lib/link";
import { Button } from "./ui/button";
import { CopiedLabel } from "./ui/copied-label";
import { copyText } from "./ui/copy-text";
import { useMoment } from "./ui/use-moment";
import { storeConfig } from "./use-config";

/** Puts a link that holds the config, and no data, into the address bar and the clipboard. */
export function ShareButton({ config, onProblem }: { config: Config; onProblem: (problem: Problem) => void }) {
  const [isDone, markDone] = useMoment();
  const [isCopied, setCopied] = useState(false);
  const share = async () => {
    try {
      history.replaceState(null, "", `#${await linkOf(config)}`);
      storeConfig(config);
    } catch (thrown) {
      return onProblem(problemOf(thrown));
    }
    // Where the clipboard is not to be had, the link still stands in the address bar.
    setCopied(await copyText(location.href));
    markDone();
  };
  const Icon = isDone ? Check : Link;
  return (
    <Button kind="quiet" onClick={share}>
      <Icon size={14} aria-hidden />
      <CopiedLabel label="Copy share link" done={isCopied ? "Link copied" : "In address bar"} isDone={isDone} />
    </Button>
  );
}
