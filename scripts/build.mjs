import { ensureSite } from "./site.mjs";
import { ensureInstalled, runMain } from "./steps.mjs";

await runMain(async () => {
  await ensureInstalled();
  await ensureSite();
});
