import { lazy } from "react";

export const timelineDialog = () => import("./timeline-dialog").then(({ TimelineDialog }) => ({ default: TimelineDialog }));

/** The timeline's dialog, whose code a result is shown without. It stands in a `LoadedPart`. */
export const TimelineDialog = lazy(timelineDialog);
