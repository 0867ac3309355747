/** What has a step written into the file that the runner reads after it (`GITHUB_ENV`)? */

/** The variables, in the two forms that the runner knows: `NAME=value`, and a heredoc for many lines. */
export function readVariables(text: string): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (line === "") continue;
    const [, name, sign, rest] = /^([^=<]+?)(=|<<)(.*)$/.exec(line) ?? [];
    if (name === undefined || rest === undefined) throw new Error(`no variable: ${line}`);
    if (sign === "=") {
      variables[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, index + 1);
    if (end === -1) throw new Error(`${name}: its delimiter is missing`);
    variables[name] = lines.slice(index + 1, end).join("\n");
    index = end;
  }
  return variables;
}
