import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["scripts/interop/*.interop.ts"], environment: "node", testTimeout: 60_000, hookTimeout: 1_800_000 },
});
