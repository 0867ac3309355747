import { defineConfig } from "vitest/config";

// eslint-disable-next-line no-restricted-exports -- vitest reads the default export.
export default defineConfig({
  test: {
    globalSetup: ["src/testing/build-program.ts"],
    include: ["src/**/*.test.ts", "testdata/**/*.test.ts"],
    // Each file has its modules to itself; threads start faster than processes, and all cores work.
    pool: "threads",
    maxWorkers: "100%",
    testTimeout: 30_000,
  },
});
