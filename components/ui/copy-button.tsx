import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button";

const DONE_MS = 1500;

/** Copies what `text` gives. `label` is its name; with `icon` only the icon is drawn. */
export function CopyButton({ label, text, icon = false }: { label: string; text: () => string; icon?: boolean }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), DONE_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setDone(true);
  };
  const Icon = done ? Check : Copy;
  return (
    <Button kind={icon ? "icon" : "quiet"} onClick={copy} aria-label={icon ? label : undefined} title={icon ? label : undefined}>
      <Icon size={14} aria-hidden />
      {icon ? null : label}
    </Button>
  );
}
