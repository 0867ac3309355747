/** What does one JUnit file say, however large it is? */
import { open } from "node:fs/promises";
import { JUnitReader } from "../../ingest/junit-reader.js";
import type { JUnitReport } from "../../ingest/junit-report.js";
import { XmlText } from "../../ingest/xml-text.js";

const chunkBytes = 256 * 1024;

/** The problem of a file for which the time was too short, in words behind "found". */
export const outOfTime = "no time left to read it to its end";

/**
 * Reads the file; that it cannot be read is the report's problem.
 *
 * @param mayGoOn asked before each piece: what was read until then counts.
 */
export async function readJUnitFile(
  path: string,
  mayGoOn: () => boolean = () => true,
): Promise<JUnitReport> {
  const reader = new JUnitReader();
  const text = new XmlText();
  let problem: string | undefined;
  try {
    const file = await open(path, "r");
    try {
      const buffer = Buffer.allocUnsafe(chunkBytes);
      for (;;) {
        if (!mayGoOn()) {
          problem = outOfTime;
          break;
        }
        const { bytesRead } = await file.read(buffer, 0, chunkBytes);
        const piece = bytesRead === 0 ? text.finish() : text.push(buffer.subarray(0, bytesRead));
        if (!reader.push(piece) || bytesRead === 0) break;
      }
    } finally {
      await file.close();
    }
  } catch {
    problem = "a file that cannot be read";
  }
  const report = reader.finish();
  return problem === undefined ? report : { ...report, problem };
}
