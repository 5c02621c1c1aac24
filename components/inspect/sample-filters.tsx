import { ListFilter } from "lucide-react";
import { ACTIONS, type Config } from "../../lib/config";
import { HISTORY_KINDS, LABELS, type SampleFilter } from "../../lib/sample";
import { PopoverButton } from "../ui/popover-button";
import { ACTION_WORDS } from "./action-types-of";
import { type Choice, FilterRange, FilterSelect } from "./filter-fields";
import { HISTORY_WORDS, LABEL_WORDS } from "./filter-words";

interface SampleFiltersProps {
  filter: SampleFilter;
  config: Config;
  onFilter: (filter: Partial<SampleFilter>) => void;
}

/** Conditions on the rows, each in effect as soon as it is set. */
export function SampleFilters({ filter, config, onFilter }: SampleFiltersProps) {
  const { days, lengths, holds } = filter;
  const isActive = [filter.days, filter.label, filter.history, lengths, holds].some((condition) => condition !== null);
  const types: Choice<number>[] = ACTIONS.map((action) => [config.unify.actionTypes[action], ACTION_WORDS[action].one]);
  return (
    <PopoverButton label="Filters" icon={<ListFilter size={14} aria-hidden />} active={isActive}>
      <FilterRange
        label="Day"
        type="date"
        range={days}
        parse={(text) => (text === "" ? null : text)}
        onChange={(range) => onFilter({ days: range })}
      />
      <FilterSelect
        label="Label"
        value={filter.label}
        choices={LABELS.map((label) => [label, LABEL_WORDS[label]])}
        onChange={(label) => onFilter({ label })}
      />
      <FilterSelect
        label="History"
        value={filter.history}
        choices={HISTORY_KINDS.map((kind) => [kind, HISTORY_WORDS[kind]])}
        onChange={(history) => onFilter({ history })}
      />
      <FilterRange
        label="History length"
        type="number"
        range={lengths}
        parse={wholeNumber}
        onChange={(range) => onFilter({ lengths: range })}
      />
      <FilterSelect
        label="History has a"
        value={holds?.type ?? null}
        choices={types}
        onChange={(type) => onFilter({ holds: type === null ? null : { type, positions: { from: null, to: null } } })}
      />
    </PopoverButton>
  );
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
