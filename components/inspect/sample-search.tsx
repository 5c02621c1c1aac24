import { useEffect, useState } from "react";
import type { SampleFilter, TextMatch } from "../../lib/sample";
import styles from "./sample-tools.module.css";

const TYPING_MS = 200;

type Field = "customer" | "item" | "historyItem";
type Kind = `${Field} ${TextMatch["how"]}`;

const KINDS: Record<Kind, string> = {
  "customer contains": "Customer contains",
  "customer is": "Customer is",
  "item contains": "Item contains",
  "item is": "Item is",
  "historyItem contains": "Item in history contains",
  "historyItem is": "Item in history is",
};

interface Search {
  kind: Kind;
  text: string;
}

interface SampleSearchProps {
  filter: SampleFilter;
  onSearch: (filter: Partial<SampleFilter>) => void;
}

/** Searches by one id at a time: the customer's, or an item's. */
export function SampleSearch({ filter, onSearch }: SampleSearchProps) {
  const current = searchOf(filter);
  const [draft, setDraft] = useState<Search & { of: Search | null }>({ kind: "customer contains", text: "", of: null });
  if (!isSame(current, draft.of)) {
    const isTyped = current?.text === draft.text.trim();
    setDraft({ kind: current?.kind ?? draft.kind, text: isTyped ? draft.text : (current?.text ?? ""), of: current });
  }
  const { kind } = draft;
  const text = draft.text.trim();
  const isPending = !isSame(current, text === "" ? null : { kind, text });
  useEffect(() => {
    if (!isPending) return;
    const timer = setTimeout(() => onSearch(conditionOf({ kind, text })), TYPING_MS);
    return () => clearTimeout(timer);
  }, [isPending, kind, text, onSearch]);
  return (
    <search className={styles.search}>
      <select
        aria-label="Search by"
        value={draft.kind}
        onChange={(event) => setDraft({ ...draft, kind: event.target.value as Kind })}
      >
        {(Object.keys(KINDS) as Kind[]).map((each) => (
          <option key={each} value={each}>
            {KINDS[each]}
          </option>
        ))}
      </select>
      <input
        type="search"
        aria-label={KINDS[draft.kind]}
        placeholder="id"
        spellCheck={false}
        autoComplete="off"
        value={draft.text}
        onChange={(event) => setDraft({ ...draft, text: event.target.value })}
      />
    </search>
  );
}

function searchOf(filter: SampleFilter): Search | null {
  for (const field of ["customer", "item", "historyItem"] as const) {
    const match = filter[field];
    if (match) return { kind: `${field} ${match.how}`, text: match.text };
  }
  return null;
}

function conditionOf({ kind, text }: Search): Partial<SampleFilter> {
  const [field, how] = kind.split(" ") as [Field, TextMatch["how"]];
  const none = { customer: null, item: null, historyItem: null };
  return text === "" ? none : { ...none, [field]: { how, text } };
}

function isSame(one: Search | null, other: Search | null): boolean {
  return one?.kind === other?.kind && one?.text === other?.text;
}
