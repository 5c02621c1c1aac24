import { useEffect, useMemo, useState } from "react";
import type { ActionDetail, Ask, History } from "../../../lib/inspection";
import { openPages, type Pages } from "./pages";

/** The customer's actions, newest first, as they are seen from one history; drawn again as pages arrive. */
export function useActions(ask: Ask, { customer, dt }: Pick<History, "customer" | "dt">): Pages<ActionDetail> {
  const [, setVersion] = useState(0);
  const pages = useMemo(
    () =>
      openPages(
        (offset, limit) => ask("actions", { customer, dt, offset, limit }),
        () => setVersion((version) => version + 1),
      ),
    [ask, customer, dt],
  );
  useEffect(() => pages.close, [pages]);
  return pages;
}
