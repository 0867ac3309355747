import { defineConfig } from "vitest/config";

// eslint-disable-next-line no-restricted-exports -- vitest reads the default export.
export default defineConfig({
  test: {
    globalSetup: ["src/testing/build-program.ts"],
    include: ["src/**/*.test.ts", "testdata/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
