/**
 * How is a tip written as a file?
 *
 * As JSON with the fields of a tip, or as Markdown: the first heading is its title, the rest its body,
 * and the file's name its id. Lines between two `---` at the top may say `id`, `title`, `severity`
 * (important, warning, suggestion, info) and `hint`.
 */
import { basename, extname } from "node:path";
import { type ReadEntryFields, parseEntryFields } from "../../codec/entry-json.js";
import type { TipFile } from "./options-files.js";
import { shownValue } from "../input/problem.js";

const headerKeys = ["id", "title", "severity", "hint"];

/** The tip of a file as the field `tips` of an entry. */
export function parseTip(file: TipFile): ReadEntryFields {
  const said: string[] = [];
  const id = basename(file.path, extname(file.path));
  const isJson = extname(file.path).toLowerCase() === ".json" || /^\s*\{/.test(file.text);
  const tip = isJson ? parseJsonTip(file.text, id, said) : parseMarkdownTip(file.text, id, said);
  const read: ReadEntryFields =
    tip === undefined
      ? { fields: {}, problems: [] }
      : parseEntryFields({ tips: [tip] }, { unknownFields: "named" });
  const name = basename(file.path);
  return {
    fields: read.fields,
    problems: [...said, ...read.problems].map((problem) => `${name}: ${problem}`),
  };
}

function parseJsonTip(text: string, id: string, problems: string[]): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { id, severity: "suggestion", ...value };
    }
  } catch {
    // Told below.
  }
  problems.push("expected one JSON object with title and body, found something else; left out");
  return undefined;
}

function parseMarkdownTip(
  text: string,
  id: string,
  problems: string[],
): Readonly<Record<string, string>> | undefined {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const header: Record<string, string> = {};
  if (lines[0]?.trim() === "---") {
    const end = lines.findIndex((line, index) => index > 0 && line.trim() === "---");
    if (end < 0) {
      problems.push("expected a second line --- after the first, found none; left out");
      return undefined;
    }
    for (const line of lines.splice(0, end + 1).slice(1, -1))
      readHeaderLine(line, header, problems);
  }
  const first = lines.findIndex((line) => line.trim() !== "");
  const heading = /^#{1,6}\s+(.*?)\s*#*\s*$/.exec(lines[first] ?? "")?.[1];
  if (heading !== undefined && header["title"] === undefined) {
    header["title"] = heading;
    lines.splice(0, first + 1);
  }
  if (header["title"] === undefined) {
    problems.push(
      `expected a heading such as "# Title" first, found ${shownValue(lines[first])}; left out`,
    );
    return undefined;
  }
  return { id, severity: "suggestion", ...header, body: lines.join("\n").trim() };
}

function readHeaderLine(line: string, header: Record<string, string>, problems: string[]): void {
  if (line.trim() === "") return;
  const [, key = "", value = ""] = /^\s*([a-z]+)\s*:\s*(.*?)\s*$/i.exec(line) ?? [];
  if (headerKeys.includes(key)) header[key] = value.replace(/^(["'])(.*)\1$/, "$2");
  else
    problems.push(`expected one of ${headerKeys.join(", ")}, found ${shownValue(line)}; ignored`);
}
