import { expect, test } from "vitest";
import { missingPackages } from "./steps.mjs";
import { countPlaywright, countVitest } from "./tally.mjs";

test("tests are summed from the reports", () => {
  expect(countVitest({ numPassedTests: 3, numFailedTests: 1, numFailedTestSuites: 1 })).toEqual({ passed: 3, failed: 1 });
  expect(countPlaywright({ stats: { expected: 4, unexpected: 2, flaky: 1 } })).toEqual({ passed: 4, failed: 3 });
});

test("a test file that does not load is a failure", () => {
  expect(countVitest({ numPassedTests: 3, numFailedTests: 0, numFailedTestSuites: 2 })).toEqual({ passed: 3, failed: 1 });
  expect(countPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0 }, errors: [{}] })).toEqual({ passed: 0, failed: 1 });
});

test("a package of another version, or that is not there, is missing; one for another platform is not", () => {
  const locked = {
    "": {},
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "2.0.0" },
    "node_modules/c": { version: "1.0.0" },
    "node_modules/d": { version: "1.0.0", optional: true },
  };
  const installed = { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.0.0" } };
  expect(missingPackages(locked, installed)).toEqual(["node_modules/b", "node_modules/c"]);
});
