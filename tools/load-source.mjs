/** How do the tools run TypeScript of src/? Bundled into a scratch folder, as one module. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Bundles an entry point; the address to import it from. */
export async function bundleSource(entryPoint, scratch) {
  // A worker imports only what has been bundled, and needs no bundler.
  const { build } = await import("esbuild");
  const outfile = join(scratch, "source.mjs");
  await build({
    entryPoints: [entryPoint],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "error",
    banner: {
      // By a name that no package has.
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return pathToFileURL(outfile).href;
}
