import { useEffect } from "react";

const EVENT = "lookback-show-control";
/** Frames to wait for a control that what holds it has to draw first. */
const PATIENCE = 30;

/** Opens whatever hides the control with this `data-control`, brings it into view and gives it the focus. */
export function showControl(name: string): void {
  dispatchEvent(new CustomEvent<string>(EVENT, { detail: name }));
  let frames = 0;
  const look = () => {
    const holder = [...document.querySelectorAll<HTMLElement>("[data-control]")].find(({ dataset }) => dataset.control === name);
    if (!holder) {
      if (++frames < PATIENCE) requestAnimationFrame(look);
      return;
    }
    const control = holder.matches("select, input, button") ? holder : holder.querySelector<HTMLElement>("select, input, button");
    control?.scrollIntoView({ block: "center" });
    control?.focus();
  };
  requestAnimationFrame(look);
}

/** Calls `open` when a control is to be shown whose name ends with `suffix`. */
export function useShowControl(suffix: string, open: () => void): void {
  useEffect(() => {
    const listen = (event: Event) => {
      if ((event as CustomEvent<string>).detail.endsWith(suffix)) open();
    };
    addEventListener(EVENT, listen);
    return () => removeEventListener(EVENT, listen);
  });
}
