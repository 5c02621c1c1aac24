import { serve, wantedPort } from "./serve.mjs";
import { ensureSite } from "./site.mjs";
import { ensureInstalled, runMain } from "./steps.mjs";

await runMain(async () => {
  const port = wantedPort();
  await ensureInstalled();
  await ensureSite();
  await serve({ port });
});
