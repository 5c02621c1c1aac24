import { type RefObject, useEffect, useRef } from "react";

export type Draw = (context: CanvasRenderingContext2D, width: number, height: number) => void;

/** Draws a canvas in the pixels of the screen, again whenever its size or `draw` changes. */
export function useCanvas(draw: Draw): RefObject<HTMLCanvasElement | null> {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const redraw = () => {
      const scale = devicePixelRatio;
      canvas.width = Math.round(canvas.clientWidth * scale);
      canvas.height = Math.round(canvas.clientHeight * scale);
      const context = canvas.getContext("2d");
      if (context && canvas.width > 0) draw(context, canvas.width, canvas.height);
    };
    const observer = new ResizeObserver(redraw);
    observer.observe(canvas);
    redraw();
    return () => observer.disconnect();
  }, [draw]);
  return ref;
}
