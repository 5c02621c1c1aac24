import { useEffect, useState } from "react";
import type { Action } from "../../lib/config";
import { onThemeChange } from "../theme";

export type Palette = Record<Action | "padding", string>;

/** The height of an action in a strip, 0 to 1, so that types differ by more than colour. */
export const BAR_HEIGHTS: Record<Action, number> = { click: 0.45, add_to_cart: 0.72, order: 1 };

/** The colours of the types as a canvas needs them, in the theme that is on; null before the page is drawn. */
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
  };
  probe.remove();
  return palette;
}
