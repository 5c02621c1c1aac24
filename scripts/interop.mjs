import { pythonEnvironment } from "./interop/environment.mjs";
import { ensureInstalled, runMain, runPackage, StepError } from "./steps.mjs";

// The generated programs on Spark, DuckDB and PyTorch: `npm run test:interop`, or with a part of the names of cases:
// `npm run test:interop -- -t naughty`.
await runMain(async () => {
  await ensureInstalled();
  const environment = await pythonEnvironment();
  if ("missing" in environment) throw new StepError(`the interoperability tests cannot run here: ${environment.missing}`);
  const args = ["run", "--config", "scripts/interop/vitest.config.ts", ...process.argv.slice(2)];
  process.exitCode = await runPackage("vitest", args, { LOOKBACK_PYTHON: environment.python });
});
