import { useEffect, useState } from "react";
import type { Action } from "../../lib/config";
import { onThemeChange } from "../theme";

/** Colours; and the font of the smallest labels, as a canvas takes it. */
export type Palette = Record<Action | "padding" | "ink" | "font", string>;

/** The height of an action in a strip, 0 to 1, so that types differ by more than colour. */
export const BAR_HEIGHTS: Record<Action, number> = { click: 0.45, add_to_cart: 0.72, order: 1 };

/** The palette in the theme that is on; null before the page is drawn. */
export function usePalette(): Palette | null {
  const [palette, setPalette] = useState<Palette | null>(null);
  useEffect(() => {
    const read = () => setPalette(readPalette());
    read();
    return onThemeChange(read);
  }, []);
  return palette;
}

function readPalette(): Palette {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colour = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    click: colour("--click"),
    add_to_cart: colour("--cart"),
    order: colour("--order"),
    padding: colour("--padding"),
    ink: colour("--ink-quiet"),
    font: fontOf(probe, "--data-tiny"),
  };
  probe.remove();
  return palette;
}

function fontOf(probe: HTMLElement, token: string): string {
  probe.style.font = `var(${token})`;
  return getComputedStyle(probe).font;
}
