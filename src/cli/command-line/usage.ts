/** How is wrong usage told in one line that says what to write instead? */
import { maskTokenShapes } from "../log/mask-shapes.js";
import { closestName } from "../input/closest.js";
import { type CommandName, optionsOf } from "./options.js";
import { shownValue } from "../input/problem.js";
import { flagName } from "./values.js";

/** The commands, as they are listed to somebody who wrote none of them. */
export const commandNames = [
  "report",
  "run",
  "sync",
  "show",
  "render",
  "doctor",
  "demo",
  "schema",
] as const;

const noCommand = `rollcall: no command given; write one of ${commandNames.join(", ")} (rollcall --help explains them)`;

/** Rewords what commander complained about. */
export function usageOf(code: string, message: string, argv: readonly string[]): string {
  const command = commandNames.find((name) => name === argv[0]);
  const quoted = /'([^']*)'/.exec(message)?.[1] ?? "";
  switch (code) {
    case "commander.unknownCommand":
      return unknownCommand(quoted);
    case "commander.unknownOption":
      return unknownOption(quoted, command);
    case "commander.optionMissingArgument":
      return inCommand(command, `${quoted.split(" ")[0] ?? ""} needs a value: ${quoted}`);
    case "commander.missingArgument":
      return missingOperand(command);
    case "commander.help":
      if (argv[0] === "help" && argv[1] !== undefined) return unknownCommand(argv[1]);
      return noCommand;
    case "none":
      return noCommand;
    default:
      return inCommand(
        command,
        maskTokenShapes(message.replace(/^error: /, "").split("\n")[0] ?? ""),
      );
  }
}

/** A line that begins with the command that it is about. */
export function inCommand(command: string | undefined, line: string): string {
  return `${command === undefined ? "rollcall" : `rollcall ${command}`}: ${line}`;
}

function unknownCommand(name: string): string {
  const closest = closestName(name, commandNames);
  const hint =
    closest === undefined ? `write one of ${commandNames.join(", ")}` : `did you mean ${closest}?`;
  return inCommand(undefined, `unknown command ${shownValue(name)}; ${hint}`);
}

function unknownOption(
  written: string,
  command: (typeof commandNames)[number] | undefined,
): string {
  // The value may be a secret, and is no help.
  const name = maskTokenShapes(written.replace(/=.*$/s, "").slice(0, 60));
  if (name === "--token") {
    return inCommand(
      command,
      "a token is no option: set ROLLCALL_TOKEN, or name a file with --token-file",
    );
  }
  if (command === undefined) {
    return inCommand(
      undefined,
      `unknown option ${name}; write a command first: rollcall report ${name} ...`,
    );
  }
  const known = command === "schema" ? [] : optionsOf(command).map(flagName);
  if (known.includes(name)) {
    const instead =
      name === "--bep" ? "; Rollcall finds the command's own --build_event_json_file" : "";
    return inCommand(command, `${name} is a switch and takes no value${instead}`);
  }
  const closest = closestName(name, known);
  const hint =
    closest === undefined
      ? `rollcall ${command} --help lists the options`
      : `did you mean ${closest}?`;
  return inCommand(command, `unknown option ${name}; ${hint}`);
}

function missingOperand(command: string | undefined): string {
  if (command === "render") {
    return "rollcall render: no roster given; write rollcall render ROSTER.json (what rollcall show --json prints)";
  }
  return "rollcall schema: nothing named; write rollcall schema entry, roster or config";
}

/** An operand where none, or no further one, is expected. */
export function excessOperand(command: CommandName | "schema", operand: string): string {
  const found = shownValue(operand);
  return command === "run"
    ? `the command must come after --, found ${found} before it; write rollcall run --task NAME -- COMMAND...`
    : `unexpected ${found}; put a value that holds spaces in quotes`;
}

/** A file behind the `--bep` of `run`, which is a switch there. */
export function bepOperand(operand: string): string {
  return `--bep is a switch of run and names no file, found ${shownValue(operand)}; Rollcall finds the command's own --build_event_json_file; write rollcall run --task NAME --bep -- COMMAND...`;
}

/** What a shell made of an unquoted glob. */
export function globOperand(operand: string): string {
  return `unexpected ${shownValue(operand)}; put a glob in quotes: --junit 'reports/**/*.xml'`;
}

/** Every flag of a command that takes a value, for finding a forgotten value. */
export function isFlagOf(command: CommandName, text: string): boolean {
  const name = text.replace(/=.*$/s, "");
  return name === "--help" || optionsOf(command).some((key) => flagName(key) === name);
}
