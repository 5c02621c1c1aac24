import { lazy } from "react";
import { timelineDialog } from "./inspect/timeline/timeline-part";

const configMenu = () => import("./config-menu").then(({ ConfigMenu }) => ({ default: ConfigMenu }));
const fileCard = () => import("./inputs/file-card").then(({ FileCard }) => ({ default: FileCard }));
const checkPanel = () => import("./check/check-panel").then(({ CheckPanel }) => ({ default: CheckPanel }));
const result = () => import("./inspect/result").then(({ Result }) => ({ default: Result }));

/** Parts whose code the first view of the page does without. Each stands in a `LoadedPart`. */
export const FileCard = lazy(fileCard);
export const CheckPanel = lazy(checkPanel);
export const Result = lazy(result);
/** Its button stands there from the beginning; what it does follows. */
export const ConfigMenu = lazy(() => idle().then(configMenu));

/** Fetches the parts when the page is idle, before they are shown. One that cannot be fetched is tried again then. */
export async function fetchParts(): Promise<void> {
  await idle();
  await Promise.allSettled([fileCard, checkPanel, result, timelineDialog].map((part) => part()));
}

/** Waits until the browser has nothing else to do. Safari does not tell, so there it is a moment. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: 2000 });
    else setTimeout(resolve, 500);
  });
}
