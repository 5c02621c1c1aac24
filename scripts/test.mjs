import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { pythonEnvironment } from "./interop/environment.mjs";
import { ensureSite } from "./site.mjs";
import { ensureInstalled, runMain, runPackage, StepError, say } from "./steps.mjs";
import { countPlaywright, countVitest } from "./tally.mjs";

const results = mkdtempSync(path.join(os.tmpdir(), "lookback-test-"));
const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const broken = [];

/**
 * A check that is right or wrong as a whole. A wrong one counts as one failure; the steps after it still run.
 * @param {string} name
 * @param {() => Promise<number>} check gives an exit code
 * @returns {Promise<boolean>} whether it was right
 */
async function check(name, check) {
  say(`${name} …`);
  const code = await check().catch((error) => {
    if (!(error instanceof StepError)) throw error;
    console.error(`lookback: ${error.message}`);
    return 1;
  });
  if (code === 0) return true;
  total.failed++;
  broken.push(name);
  return false;
}

/**
 * A run of tests, counted by its JSON report. One that ends badly with no failed test counts as one failure.
 * @param {string} name
 * @param {string} file where the report is written
 * @param {(report: any) => { passed: number, failed: number }} count
 * @param {() => Promise<number>} runTests gives an exit code
 */
async function tests(name, file, count, runTests) {
  say(`${name} …`);
  const code = await runTests();
  const counts = existsSync(file) ? count(JSON.parse(readFileSync(file, "utf8"))) : { passed: 0, failed: 0 };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (counts.passed + counts.failed === 0) counts.failed = 1;
  total.passed += counts.passed;
  total.failed += counts.failed;
  if (counts.failed > 0) broken.push(name);
}

async function types() {
  const typegen = await runPackage("next", ["typegen"], { NEXT_TELEMETRY_DISABLED: "1" });
  const codes = [typegen];
  for (const project of ["tsconfig.json", "lib/tsconfig.json", "scripts/tsconfig.json"]) {
    codes.push(await runPackage("typescript", ["-p", project]));
  }
  return Math.max(...codes);
}

/** @returns {Promise<number>} a port that nobody uses now */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

await runMain(async () => {
  await ensureInstalled();
  await check("lint", () => runPackage("@biomejs/biome", ["check", "--error-on-warnings"]));
  await check("types", types);
  const unit = path.join(results, "unit.json");
  await tests("unit tests", unit, countVitest, () =>
    runPackage("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${unit}`]),
  );
  const environment = await pythonEnvironment().catch((error) => ({ missing: String(error.message) }));
  if ("missing" in environment) {
    say(`interoperability tests skipped: ${environment.missing}`);
    total.skipped++;
  } else {
    const interop = path.join(results, "interop.json");
    await tests("interoperability tests", interop, countVitest, () =>
      runPackage(
        "vitest",
        [
          "run",
          "--config",
          "scripts/interop/vitest.config.ts",
          "--reporter=dot",
          "--reporter=json",
          `--outputFile.json=${interop}`,
        ],
        { LOOKBACK_PYTHON: environment.python },
      ),
    );
  }
  const built = await check("build", async () => {
    await ensureSite();
    return 0;
  });
  let browser = "";
  const ready =
    built &&
    (await check("browser", async () => {
      browser = await ensureChromium();
      return 0;
    }));
  if (ready) {
    const e2e = path.join(results, "e2e.json");
    const env = { CHROMIUM_PATH: browser, E2E_PORT: String(await freePort()), PLAYWRIGHT_JSON_OUTPUT_FILE: e2e };
    await tests("end-to-end tests", e2e, countPlaywright, () =>
      runPackage("@playwright/test", ["test", "--reporter=list,json"], env),
    );
  }
});
rmSync(results, { recursive: true, force: true });
if (broken.length > 0) say(`failed: ${broken.join(", ")}`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exitCode = total.failed === 0 ? 0 : 1;
