import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{app,components,lib,scripts,test,workers}/**/*.test.{ts,tsx,mjs}"],
    environment: "node",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
