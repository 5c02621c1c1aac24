import { expect, it, vi } from "vitest";
import { openPages } from "./pages";

const numbers = async (offset: number, limit: number) => Array.from({ length: limit }, (_, k) => offset + k);

it("only the pages that are looked at are fetched, each once", async () => {
  const fetchPage = vi.fn(numbers);
  const onChange = vi.fn();
  const pages = openPages(fetchPage, onChange);
  expect(pages.at(450)).toBeUndefined();
  pages.show(390, 450);
  pages.show(399, 401);
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2));
  pages.show(399, 401);
  expect(fetchPage.mock.calls).toEqual([
    [200, 200],
    [400, 200],
  ]);
  expect([pages.at(399), pages.at(450), pages.at(0)]).toEqual([399, 450, undefined]);
});

it("an answer that comes after they were closed changes nothing, and a failure is told", async () => {
  const onChange = vi.fn();
  const closed = openPages(numbers, onChange);
  closed.show(0, 0);
  closed.close();
  const failing = openPages(() => Promise.reject(new Error("no")), onChange);
  failing.show(0, 0);
  await vi.waitFor(() => expect(failing.problem()).toEqual({ code: "internal", message: "no" }));
  expect(onChange).toHaveBeenCalledTimes(1);
});
