import type * as PlotLibrary from "@observablehq/plot";
import { useEffect, useRef, useState } from "react";
import styles from "./plot-figure.module.css";

/** Draws into a given width; stable, so that it is drawn again only when what it shows changes. */
export type DrawPlot<Datum> = (Plot: typeof PlotLibrary, width: number) => PlotElement & { value?: Datum };
type PlotElement = ReturnType<typeof PlotLibrary.plot>;

interface PlotFigureProps<Datum> {
  /** What the picture shows; the same figures stand in a table beside it. */
  label: string;
  draw: DrawPlot<Datum>;
  /** Called with the datum under the pointer when it is clicked. */
  onPick: (datum: Datum) => void;
}

/** A plot as wide as its place. The library is fetched when the first one is shown. */
export function PlotFigure<Datum>({ label, draw, onPick }: PlotFigureProps<Datum>) {
  const place = useRef<HTMLElement>(null);
  const Plot = usePlotLibrary();
  const width = useWidth(place);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });
  useEffect(() => {
    if (!Plot || width === 0) return;
    const svg = draw(Plot, width);
    // The page's policy forbids style elements; what Plot puts into its own stands in the module of this component.
    svg.querySelector("style")?.remove();
    svg.setAttribute("aria-hidden", "true");
    svg.addEventListener("click", () => svg.value && pick.current(svg.value));
    place.current?.replaceChildren(svg);
    return () => svg.remove();
  }, [Plot, width, draw]);
  return <figure ref={place} className={styles.figure} role="img" aria-label={label} />;
}

function usePlotLibrary(): typeof PlotLibrary | null {
  const [library, setLibrary] = useState<typeof PlotLibrary | null>(null);
  useEffect(() => {
    let current = true;
    // Without the library the tables still say everything.
    import("@observablehq/plot").then((loaded) => current && setLibrary(loaded)).catch(() => undefined);
    return () => {
      current = false;
    };
  }, []);
  return library;
}

function useWidth(place: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!place.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [place]);
  return width;
}
