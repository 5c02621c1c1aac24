import { type RefObject, useEffect, useRef } from "react";

interface Gestures {
  /** Zooms by a factor around a share of the width. */
  onZoom: (factor: number, share: number) => void;
  /** Moves what is shown by a share of the width. */
  onPan: (share: number) => void;
  onHover: (point: { x: number; y: number } | null) => void;
  onPress: (point: { x: number; y: number }) => void;
}

const DRAG_PX = 4;
const WHEEL_ZOOM = 0.004;

/** Wheel with Ctrl or ⌘ zooms, sideways it moves; dragging moves, two fingers do both; a press without a drag is a click. */
export function useGestures(ref: RefObject<HTMLElement | null>, gestures: Gestures): void {
  const latest = useRef(gestures);
  latest.current = gestures;
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const pointers = new Map<number, { x: number; y: number }>();
    let dragging = false;
    let start = 0;

    const place = (event: MouseEvent) => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const wheel = (event: WheelEvent) => {
      const width = element.clientWidth;
      if (event.ctrlKey || event.metaKey) latest.current.onZoom(Math.exp(event.deltaY * WHEEL_ZOOM), place(event).x / width);
      else if (event.shiftKey) latest.current.onPan((event.deltaX + event.deltaY) / width);
      else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) latest.current.onPan(event.deltaX / width);
      else return;
      event.preventDefault();
    };
    const down = (event: PointerEvent) => {
      if (event.button !== 0) return;
      pointers.set(event.pointerId, place(event));
      dragging = pointers.size > 1;
      start = place(event).x;
    };
    const move = (event: PointerEvent) => {
      const point = place(event);
      const before = pointers.get(event.pointerId);
      if (!before) return latest.current.onHover(point);
      if (!dragging && Math.abs(point.x - start) < DRAG_PX) return;
      if (!dragging) element.setPointerCapture(event.pointerId);
      dragging = true;
      const width = element.clientWidth;
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) latest.current.onZoom(Math.abs(before.x - other.x) / Math.max(8, Math.abs(point.x - other.x)), other.x / width);
      else latest.current.onPan((before.x - point.x) / width);
      pointers.set(event.pointerId, point);
    };
    const up = (event: PointerEvent) => {
      const known = pointers.delete(event.pointerId);
      if (known && !dragging && event.type === "pointerup") latest.current.onPress(place(event));
    };
    const leave = () => latest.current.onHover(null);

    element.addEventListener("wheel", wheel, { passive: false });
    element.addEventListener("pointerdown", down);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", up);
    element.addEventListener("pointercancel", up);
    element.addEventListener("pointerleave", leave);
    return () => {
      element.removeEventListener("wheel", wheel);
      element.removeEventListener("pointerdown", down);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", up);
      element.removeEventListener("pointercancel", up);
      element.removeEventListener("pointerleave", leave);
    };
  }, [ref]);
}
