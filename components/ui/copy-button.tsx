import { Check, Copy } from "lucide-react";
import { Button } from "./button";
import { CopiedLabel } from "./copied-label";
import { copyText } from "./copy-text";
import { useMoment } from "./use-moment";

/** Copies what `text` gives. `label` is its name; with `icon` only the icon is drawn. */
export function CopyButton({ label, text, icon = false }: { label: string; text: () => string; icon?: boolean }) {
  const [copied, markCopied] = useMoment();
  const copy = async () => {
    if (await copyText(text())) markCopied();
  };
  const Icon = copied ? Check : Copy;
  return (
    <Button kind={icon ? "icon" : "quiet"} onClick={copy} aria-label={icon ? label : undefined} title={icon ? label : undefined}>
      <Icon size={14} aria-hidden />
      {icon ? null : <CopiedLabel label={label} done="Copied" isDone={copied} />}
    </Button>
  );
}
