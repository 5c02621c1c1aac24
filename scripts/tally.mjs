/**
 * @param {{ numPassedTests: number, numFailedTests: number, numFailedTestSuites: number }} report of Vitest's JSON reporter
 * @returns {{ passed: number, failed: number }} a file that does not even load has no tests: it counts as one failure
 */
export function countVitest(report) {
  return {
    passed: report.numPassedTests,
    failed: Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0),
  };
}

/**
 * @param {{ stats: { expected: number, unexpected: number, flaky: number }, errors?: unknown[] }} report of Playwright's JSON reporter
 * @returns {{ passed: number, failed: number }} a test that passes only when tried again has failed
 */
export function countPlaywright({ stats, errors = [] }) {
  return { passed: stats.expected, failed: Math.max(stats.unexpected + stats.flaky, errors.length > 0 ? 1 : 0) };
}
