import { ensureAssets } from "./assets.mjs";
import { ensureInstalled, runMain, runPackage } from "./steps.mjs";

await runMain(async () => {
  await ensureInstalled();
  await ensureAssets();
  process.exitCode = await runPackage("next", ["dev", "--hostname", "127.0.0.1"], { NEXT_TELEMETRY_DISABLED: "1" });
});
