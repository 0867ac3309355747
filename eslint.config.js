import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Folders that must know no clock, randomness, network or process (docs/architecture.md). */
const pure = [
  "base",
  "model",
  "merge",
  "render",
  "protocol",
  "ports",
  "codec",
  "ingest",
  "emulator",
];

/** What each folder of src/ may import: the same table as the visibility lines of the BUILD files. */
const mayImport = {
  base: [],
  model: ["base"],
  merge: ["base", "model"],
  codec: ["base", "model"],
  render: ["base", "model"],
  ports: ["base", "model"],
  protocol: ["base", "model", "merge"],
  publish: ["base", "model", "merge", "codec", "render", "protocol", "ports"],
  adapters: ["base", "model", "ports"],
  emulator: ["base", "model"],
  ingest: ["base", "model"],
};
/** The rooms of src/cli: each may import only those before it. */
const rooms = [
  "log",
  "input",
  "host",
  "ci-context",
  "command-line",
  "settings",
  "task",
  "publishing",
  "results",
  "show",
  "demo",
  "doctor",
  "run",
];
const folders = [...Object.keys(mayImport), "cli", "testing"];

const boundaries = Object.entries(mayImport).map(([folder, allowed]) => ({
  files: [`src/${folder}/**/*.ts`],
  ignores: ["**/*.test.ts"],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: folders
          .filter((other) => other !== folder && !allowed.includes(other))
          .map((other) => ({
            group: [`**/${other}/*`],
            message: `src/${folder} may import only: ${allowed.join(", ") || "nothing"}.`,
          })),
      },
    ],
  },
}));

const roomBoundaries = rooms.map((room, index) => ({
  files: [`src/cli/${room}/*.ts`],
  ignores: ["**/*.test.ts"],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            regex: `^\\.\\./(?:(?:${rooms.slice(index + 1).join("|") || "-"})/|[^./]*\\.js$)`,
            message: `src/cli/${room} may import only: ${rooms.slice(0, index).join(", ") || "nothing of the command line"}.`,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["dist", "node_modules", "testdata"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/return-await": ["error", "always"],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "max-lines-per-function": ["error", { max: 70, skipComments: true, skipBlankLines: true }],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      eqeqeq: "error",
    },
  },
  {
    files: pure.map((folder) => `src/${folder}/**/*.ts`),
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        "Date",
        "process",
        "fetch",
        "setTimeout",
        "setInterval",
        "console",
      ],
      "no-restricted-properties": [
        "error",
        {
          object: "Math",
          property: "random",
          message: "Take randomness from the Random port or base/prng.ts.",
        },
      ],
    },
  },
  ...boundaries,
  ...roomBoundaries,
  {
    files: ["**/*.test.ts", "src/testing/**/*.ts"],
    rules: { "max-lines-per-function": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["tools/**/*.mjs", ".github/actions/**/*.mjs", "*.js"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        performance: "readonly",
        AbortSignal: "readonly",
        Buffer: "readonly",
        fetch: "readonly",
      },
    },
  },
  {
    files: ["tools/**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { module: "readonly", __filename: "readonly" },
    },
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
);
