import { defineConfig } from "vitest/config";

// eslint-disable-next-line no-restricted-exports -- vitest reads the default export.
export default defineConfig({
  test: {
    globalSetup: ["src/testing/build-program.ts"],
    include: ["src/**/*.test.ts", "testdata/**/*.test.ts"],
    // No test keeps state in a module, so that files may share what they import: half the time.
    isolate: false,
    testTimeout: 30_000,
  },
});
