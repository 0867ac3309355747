/**
 * Where does the program begin?
 *
 * The version is told before anything else is loaded: scripts ask for it often, and wait. Only where nothing
 * else was said, and whoever reads is not slow; all else is for the whole program.
 */
import { writeSync } from "node:fs";
import { programVersion } from "./version.js";

let versionIsTold = false;
if (process.argv.length === 3 && process.argv[2] === "--version") {
  try {
    const line = `${programVersion}\n`;
    versionIsTold = writeSync(1, line) === line.length;
  } catch {
    // The whole program knows what to do.
  }
}
// Not awaited at the top level: the executable's bundle is CommonJS, which has no such thing.
if (!versionIsTold) void import("./start.js").then(async ({ start }) => await start());
