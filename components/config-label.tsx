import { ChevronDown } from "lucide-react";

/** What stands on the button of the config's menu. */
export function ConfigLabel() {
  return (
    <>
      Config
      <ChevronDown size={14} aria-hidden />
    </>
  );
}
