/**
 * Where does the program begin?
 *
 * The version is told before anything else is loaded: scripts ask for it often, and wait.
 */
import { writeSync } from "node:fs";
import { programVersion } from "./version.js";

// Not awaited at the top level: the executable's bundle is CommonJS, which has no such thing.
if (!versionIsTold()) void import("./start.js").then(async ({ start }) => await start());

/** Only where nothing else was said, and whoever reads is not slow: all else is for the whole program. */
function versionIsTold(): boolean {
  if (process.argv.length !== 3 || process.argv[2] !== "--version") return false;
  const text = `${programVersion}\n`;
  try {
    return writeSync(1, text) === text.length;
  } catch {
    return false;
  }
}
