import type { Config } from "../../lib/config";
import type { Stage } from "../../lib/report";
import type { ChangeConfig } from "../use-config";
import { SelectField, TextField } from "./fields";
import { optionalWholeNumber, wholeNumber } from "./parsers";
import { TimeZoneField } from "./time-zone-field";

interface SettingsProps {
  config: Config;
  change: ChangeConfig;
  setInvalid: (path: string, error: string | null) => void;
}

export function StageSettings({ stage, ...props }: SettingsProps & { stage: Stage }) {
  const Settings = SETTINGS[stage];
  return <Settings {...props} />;
}

const SETTINGS = { standardize: Standardize, unify: Unify, filter: Filter, rank: Rank, pad: Pad };

const DATE_ORDERS = { found: "As the files show", day_first: "Day first", month_first: "Month first" } as const;
const EPOCH_UNITS = { found: "By their size", s: "Seconds", ms: "Milliseconds", us: "Microseconds", ns: "Nanoseconds" } as const;

function Standardize({ config, change, setInvalid }: SettingsProps) {
  const { timeZone, dateOrder, epochUnit } = config.standardize;
  return (
    <>
      <TimeZoneField
        label="Times without offset"
        value={timeZone}
        onChange={(zone) => change("standardize", { timeZone: zone })}
        onInvalid={(error) => setInvalid("standardize.timeZone", error)}
      />
      <SelectField<keyof typeof DATE_ORDERS>
        label="Dates like 03/04/2024"
        value={dateOrder ?? "found"}
        options={DATE_ORDERS}
        onChange={(order) => change("standardize", { dateOrder: order === "found" ? null : order })}
      />
      <SelectField<keyof typeof EPOCH_UNITS>
        label="Times as numbers"
        value={epochUnit ?? "found"}
        options={EPOCH_UNITS}
        onChange={(unit) => change("standardize", { epochUnit: unit === "found" ? null : unit })}
      />
    </>
  );
}

function Unify({ config, change }: SettingsProps) {
  return (
    <SelectField
      label="Duplicates"
      value={config.unify.duplicates}
      options={{ keep: "Keep each", drop: "Count once" }}
      hint={config.unify.duplicates === "drop" ? "Same customer, item, type and instant" : ""}
      onChange={(duplicates) => change("unify", { duplicates })}
    />
  );
}

const CUTOFF_HINTS: Record<Config["filter"]["cutoff"], string> = {
  event_time: "Strictly before the impression's day begins",
  partition_date: "A partition date before the impression's day",
  both: "Both before the impression's day",
};

function Filter({ config, change, setInvalid }: SettingsProps) {
  const { cutoff, dayZone, lookbackDays } = config.filter;
  return (
    <>
      <SelectField
        label="An action counts by"
        value={cutoff}
        options={{ event_time: "Its instant", partition_date: "Its partition date", both: "Both" }}
        hint={CUTOFF_HINTS[cutoff]}
        onChange={(value) => change("filter", { cutoff: value })}
      />
      <TimeZoneField
        label="Days begin in"
        control="filter.dayZone"
        value={dayZone}
        onChange={(zone) => change("filter", { dayZone: zone })}
        onInvalid={(error) => setInvalid("filter.dayZone", error)}
      />
      <TextField
        label="Lookback, days"
        control="filter.lookbackDays"
        value={lookbackDays}
        numeric
        placeholder="Unlimited"
        toText={(days) => (days === null ? "" : String(days))}
        parse={optionalWholeNumber(1, 36_500)}
        onChange={(days) => change("filter", { lookbackDays: days })}
        onInvalid={(error) => setInvalid("filter.lookbackDays", error)}
      />
    </>
  );
}

function Rank({ config, change, setInvalid }: SettingsProps) {
  return (
    <TextField
      label="Actions kept"
      value={config.rank.maxActions}
      numeric
      toText={String}
      parse={wholeNumber(1, 10_000)}
      onChange={(maxActions) => change("rank", { maxActions })}
      onInvalid={(error) => setInvalid("rank.maxActions", error)}
    />
  );
}

function Pad({ config, change }: SettingsProps) {
  return (
    <>
      <SelectField
        label="Zeros stand"
        value={config.pad.side}
        options={{ right: "After the actions", left: "Before the actions" }}
        onChange={(side) => change("pad", { side })}
      />
      <SelectField
        label="Actions run"
        value={config.pad.order}
        options={{ newest_first: "Newest first", oldest_first: "Oldest first" }}
        onChange={(order) => change("pad", { order })}
      />
    </>
  );
}
