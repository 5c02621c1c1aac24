import { expect, test } from "vitest";
import { dayAxis } from "./plot-options";

const days = (...names: string[]) => names.map((day) => ({ day }));

test("few days have a tick each, and never one of hours", () => {
  expect(dayAxis(days("2024-05-10")).ticks).toBe("day");
  expect(dayAxis(days("2024-05-10", "2024-05-11")).ticks).toBe("day");
  expect(dayAxis(days("2024-05-10", "2024-05-16")).ticks).toBe("day");
  expect(dayAxis(days("2024-05-10", "2024-05-17")).ticks).toBe(6);
  expect(dayAxis(days("2024-05-10", "2026-05-10")).ticks).toBe(6);
});
