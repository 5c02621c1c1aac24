import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { problemOf } from "../errors";
import { createBrowserEngine } from "./browser";

/** A worker that never answers. */
class SilentWorker extends EventTarget {
  static last: SilentWorker | null = null;
  terminated = false;
  constructor(readonly url: string) {
    super();
    SilentWorker.last = this;
  }
  postMessage(): void {}
  terminate(): void {
    this.terminated = true;
  }
}

beforeEach(() => {
  vi.stubGlobal("Worker", SilentWorker);
  vi.useFakeTimers();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const start = () =>
  createBrowserEngine("https://example.org/app/duckdb/").then(
    () => null,
    (error) => problemOf(error),
  );

describe("the engine in a browser", () => {
  test("says so when its worker cannot be loaded", async () => {
    const started = start();
    SilentWorker.last?.dispatchEvent(new Event("error"));
    expect(await started).toEqual({ code: "part-missing", part: "the worker of DuckDB" });
    expect(SilentWorker.last).toMatchObject({
      url: "https://example.org/app/duckdb/duckdb-browser-eh.worker.js",
      terminated: true,
    });
  });

  test("is lost when it does not start in time", async () => {
    const started = start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await started).toEqual({ code: "engine-lost", message: "it did not start within 60 seconds" });
    expect(SilentWorker.last?.terminated).toBe(true);
  });
});
