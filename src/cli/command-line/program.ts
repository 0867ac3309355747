/** How do the tables become a parser with help texts? The only file that knows commander. */
import { Argument, Command, CommanderError, Option } from "commander";
import {
  type CommandName,
  type OptionKey,
  behaviourGroup,
  optionOf,
  optionsOf,
} from "./options.js";
import { flagName, kebabCase } from "./values.js";

/** One option as it was given; `true` for a switch. */
export interface Given {
  readonly key: OptionKey;
  readonly value: string | true;
}

/** What commander made of the arguments, before any value is judged. */
export type RawCommand =
  | {
      readonly kind: "command";
      readonly name: CommandName | "schema";
      readonly given: readonly Given[];
      readonly operands: readonly string[];
    }
  | { readonly kind: "print"; readonly text: string }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

const summaries: Readonly<Record<CommandName | "schema", string>> = {
  report: "publish one task's status once",
  run: "run a command; publish while it runs, then its verdict",
  sync: "publish what others have contributed, and mark rows whose run has ended",
  show: "print the state of a pull request's comment, or of a file",
  render: "render a comment from a roster, without any network",
  doctor: "say what publishing lacks here, with the lines to add; writes nothing",
  demo: "watch two workflows race on one pull request of an embedded GitHub",
  schema: "print a JSON Schema: entry, roster or config",
};

const usages: Readonly<Record<CommandName | "schema", string>> = {
  report: "--task NAME (--status STATUS | RESULTS) [options]",
  run: "--task NAME [options] -- COMMAND...",
  sync: "[options]",
  show: "[FILE] [options]",
  render: "ROSTER.json [options]",
  doctor: "[options]",
  demo: "[options]",
  schema: "entry|roster|config",
};

const details: Readonly<Partial<Record<CommandName | "schema", string>>> = {
  run: `
The command gets its arguments, its standard streams and its signals untouched, and rollcall ends
with the command's own exit code, whatever happens to the comment. While it runs it may append lines
such as {"status":"failing","result":"3/25 failed"} to the file that ROLLCALL_UPDATES names.`,
  sync: `
Use it as a last job with "if: always()", or in a workflow_run workflow to publish for pull requests
from forks.`,
  show: `
FILE holds a comment's text or a roster; - is standard input. The exit code is 1 when the comment
could not be read, 2 when FILE could not.`,
  doctor: `
Run it in the job whose rows are missing, behind the steps that come before rollcall there. The exit
code is 1 when publishing would not work, 0 when it would or when there is nothing to publish.`,
  render: `
ROSTER.json is what "rollcall show --json" prints; - is standard input.`,
};

const variablesNote = `
Every option has a variable: --log-level is ROLLCALL_LOG_LEVEL (one line a value where an option may
be repeated). Options win over variables, these over .github/rollcall.yaml, that over the CI host.`;

const exitCodesNote = `
Exit codes: run has its command's own, whatever becomes of the comment. report and sync have 0 even
if nothing could be published, 1 for that under --strict. show has 1 when it could not read the
comment, doctor when publishing would not work. All have 2 for wrong usage or invalid input.`;

/** Lets commander take the arguments apart. */
export function parseRaw(argv: readonly string[], version: string): RawCommand {
  let printed = "";
  let raw: RawCommand = { kind: "failed", code: "none", message: "" };
  const program = newProgram(version, (text) => {
    printed += text;
  });
  for (const name of Object.keys(summaries) as (keyof typeof summaries)[]) {
    const command = program.command(name);
    const given: Given[] = [];
    describe(command, name);
    if (name !== "schema") {
      for (const key of optionsOf(name)) addOption(command, name, key, given);
    }
    command.action(() => {
      raw = { kind: "command", name, given, operands: command.args };
    });
  }
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "print", text: printed };
    return { kind: "failed", code: error.code, message: error.message };
  }
  return raw;
}

function newProgram(version: string, write: (text: string) => void): Command {
  return new Command("rollcall")
    .description("Keeps one comment on a pull request that shows the live status of every CI task.")
    .usage("<command> [options]")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print a command's help")
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: write,
      writeErr: () => undefined,
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText("after", `${variablesNote}\n${exitCodesNote}`);
}

function describe(command: Command, name: CommandName | "schema"): void {
  const summary = summaries[name];
  command
    .summary(summary)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .usage(usages[name])
    // Judged later, where the values are known and can be named.
    .allowExcessArguments(true);
  const help = new Option("-h, --help", "print this help");
  command.addHelpOption(name === "schema" ? help : help.helpGroup(behaviourGroup));
  if (name === "show") command.argument("[file]");
  if (name === "render") command.argument("<file>");
  if (name === "schema") command.addArgument(new Argument("<schema>"));
  const note = details[name] ?? "";
  const notes = name === "schema" || name === "demo" ? note : `${note}\n${variablesNote}`;
  if (notes !== "") command.addHelpText("after", notes.replace(/^\n\n/, "\n"));
}

function addOption(command: Command, name: CommandName, key: OptionKey, given: Given[]): void {
  const { value, help, group } = optionOf(key, name);
  const flags = value === undefined ? flagName(key) : `${flagName(key)} ${value}`;
  command.addOption(new Option(flags, help).helpGroup(group));
  // Listening, not reading the values at the end, keeps the order that notes depend on.
  command.on(`option:${kebabCase(key)}`, (text: string | null | undefined) => {
    given.push({ key, value: text ?? true });
  });
}
