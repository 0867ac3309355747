/** What would a person see of a log in a terminal? Lines without escapes, progress and repetition. */

/** CSI (colours, cursor), OSC (titles, links) and other strings, two-character escapes; ECMA-48. */
const escapes = new RegExp(
  [
    "(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?",
    "(?:\\u001b\\]|\\u009d)[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)?",
    "\\u001b[PX^_][^\\u001b]*(?:\\u001b\\\\)?",
    "\\u001b[ -/]*[0-~]?",
  ].join("|"),
  "g",
);

/** Controls that say nothing on a page; a tab does. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g; // eslint-disable-line no-control-regex

/** The lines of a log as a terminal would have left them; equal ones in a row once, with their number. */
export function cleanLines(log: string): readonly string[] {
  const lines: string[] = [];
  let count = 1;
  const flush = (): void => {
    const last = lines.length - 1;
    if (count > 1 && lines[last] !== "") lines[last] = `${lines[last] ?? ""} (${count}×)`;
    count = 1;
  };
  for (const raw of log.split("\n")) {
    const line = cleanLine(raw);
    if (lines.length > 0 && line === lines.at(-1) && count >= 1) {
      count += 1;
      continue;
    }
    flush();
    lines.push(line);
  }
  flush();
  return lines;
}

/** One line without escapes, and of a progress line only what stood there last. */
function cleanLine(raw: string): string {
  const plain = raw.replace(escapes, "").replace(/\r+$/, "");
  return plain
    .slice(plain.lastIndexOf("\r") + 1)
    .replace(controls, "")
    .trimEnd();
}

/** At most so many UTF-16 code units, never half a character; `…` where something was left out. */
export function clipText(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const end = charsMax - 1;
  const code = text.charCodeAt(end - 1);
  return `${text.slice(0, code >= 0xd800 && code <= 0xdbff ? end - 1 : end)}…`;
}
