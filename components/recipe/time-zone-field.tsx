import { useEffect, useId, useState } from "react";
import { TextField } from "./fields";
import { timeZone } from "./parsers";

interface TimeZoneFieldProps {
  label: string;
  value: string;
  hint?: string;
  control?: string;
  onChange: (zone: string) => void;
  onInvalid: (error: string | null) => void;
}

/** Any zone of the IANA database; the browser's own list is offered. */
export function TimeZoneField(props: TimeZoneFieldProps) {
  const listId = useId();
  const zones = useZones();
  return (
    <>
      <TextField {...props} list={listId} toText={(zone) => zone} parse={timeZone} />
      <datalist id={listId}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

/** Filled after mount: servers and browsers know different zones. */
function useZones(): string[] {
  const [zones, setZones] = useState<string[]>([]);
  useEffect(() => setZones(["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]), []);
  return zones;
}
