import { ACTIONS, type Action } from "../../lib/config";
import { counted, whole } from "../ui/format";
import { ACTION_WORDS } from "./action-types-of";

/** `3 actions: 2 clicks, 1 order; 997 padding` */
export function stripWords(actions: Action[], length: number): string {
  const padding = `${whole(length - actions.length)} padding`;
  if (actions.length === 0) return `No actions; ${padding}`;
  const parts = ACTIONS.flatMap((action) => {
    const count = actions.filter((other) => other === action).length;
    const { one, many } = ACTION_WORDS[action];
    return count > 0 ? [counted(count, one, many)] : [];
  });
  return `${counted(actions.length, "action")}: ${parts.join(", ")}; ${padding}`;
}

/** How wide things are in a strip, see `stripLayout`. */
export const STRIP_SCALE =
  "The whole width is the padded length. A history that would be too narrow to be read is drawn wider, up to half of it.";
