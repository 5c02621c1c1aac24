import { Check, Link } from "lucide-react";
import { useEffect, useState } from "react";
import type { Config } from "../lib/config";
import { type Problem, problemOf } from "../lib/errors";
import { linkOf } from "../lib/link";
import { Button } from "./ui/button";

const DONE_MS = 1500;

/** Copies a link that holds the config and no data. */
export function ShareButton({ config, onProblem }: { config: Config; onProblem: (problem: Problem) => void }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), DONE_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    try {
      const link = `${location.href.split("#")[0]}#${await linkOf(config)}`;
      await navigator.clipboard.writeText(link);
      setDone(true);
    } catch (thrown) {
      onProblem(problemOf(thrown));
    }
  };
  const Icon = done ? Check : Link;
  return (
    <Button kind="quiet" onClick={copy}>
      <Icon size={14} aria-hidden />
      Copy share link
    </Button>
  );
}
