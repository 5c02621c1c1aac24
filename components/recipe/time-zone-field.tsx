import { type JSX, useEffect, useId, useState } from "react";
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
      <datalist id={listId}>{zones}</datalist>
    </>
  );
}

/** Filled after mount: servers and browsers know different zones. The elements stay the same, so that nothing compares them again. */
function useZones(): JSX.Element[] {
  const [zones, setZones] = useState<JSX.Element[]>([]);
  useEffect(() => {
    const names = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
    setZones(names.map((zone) => <option key={zone} value={zone} />));
  }, []);
  return zones;
}
