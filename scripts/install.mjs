import { ensureInstalled, runMain } from "./steps.mjs";

await runMain(ensureInstalled);
