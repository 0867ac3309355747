/**
 * Is a command Bazel's, what does it do, and where does an option for its events go?
 *
 * Pure: the command and the texts of its rc files in, places and options out.
 */
import { lastOptionValue, optionsEnd } from "./bazel-option-list.js";
import { findBazel } from "./bazel-program.js";
import { type RcFile, effectiveOptions } from "./bazel-rc.js";

/** The subcommands that build something and so have events worth following. */
export type BuildingSubcommand = "build" | "test" | "run" | "coverage";

const building: readonly string[] = ["build", "test", "run", "coverage"];

/** True if the word is a subcommand that builds. */
export function isBuilding(word: string): word is BuildingSubcommand {
  return building.includes(word);
}

/** A command that builds with Bazel. */
export interface BazelCommand {
  /** Undefined only under `--bep`, for a command that names none. */
  readonly subcommand: BuildingSubcommand | undefined;
  /** How people type the program: `bazel`, `npx bazelisk`. */
  readonly program: readonly string[];
  readonly startupOptions: readonly string[];
  /** What stands behind the subcommand, up to a `--`. */
  readonly options: readonly string[];
  /** Where in the command another option may be put in. */
  readonly insertIndex: number;
}

/** Startup options of Bazel's client whose value may be the next argument. */
const startupOptionsWithValue: readonly string[] = [
  "--bazelrc",
  "--command_port",
  "--connect_timeout_secs",
  "--digest_function",
  "--failure_detail_out",
  "--host_jvm_args",
  "--install_base",
  "--install_md5",
  "--invocation_policy",
  "--io_nice_level",
  "--local_startup_timeout_secs",
  "--macos_qos_class",
  "--max_idle_secs",
  "--output_base",
  "--output_user_root",
  "--server_javabase",
  "--server_jvm_out",
  "--unix_digest_hash_attribute_name",
];

/**
 * The command as Bazel reads it; undefined if it is not Bazel's, or builds nothing.
 *
 * @param forced `--bep`: any program is taken for Bazel, its first word that is a subcommand for that one
 */
export function parseBazelCommand(
  command: readonly string[],
  forced = false,
): BazelCommand | undefined {
  const program = findBazel(command);
  const parsed =
    program === undefined ? undefined : parseAfter(command, program.index, program.typed);
  return parsed ?? (forced ? parseForced(command) : undefined);
}

/** The event file that the command itself or its rc files name, as it is written; undefined without. */
export function namedEventFile(
  command: BazelCommand,
  rcFiles: readonly RcFile[],
  platform: string,
): string | undefined {
  const subcommand = command.subcommand ?? "build";
  const options = effectiveOptions(rcFiles, subcommand, command.options, platform);
  return lastOptionValue(options, eventFileOption);
}

/** The option that makes Bazel write its events as JSON. */
export const eventFileOption = "--build_event_json_file";

/**
 * The same command, writing its events to the file.
 *
 * The second option keeps addresses of files as they are on this machine: where there is a remote cache
 * they would become addresses in there, and logs would be uploaded for our sake.
 */
export function withEventFile(
  command: readonly [string, ...string[]],
  { insertIndex }: BazelCommand,
  path: string,
): readonly [string, ...string[]] {
  const [program, ...args] = command;
  const added = [`${eventFileOption}=${path}`, "--nobuild_event_json_file_path_conversion"];
  return [program, ...args.slice(0, insertIndex - 1), ...added, ...args.slice(insertIndex - 1)];
}

function parseAfter(
  command: readonly string[],
  programIndex: number,
  program: readonly string[],
): BazelCommand | undefined {
  let index = programIndex + 1;
  for (; index < command.length; index += 1) {
    const arg = command[index] ?? "";
    if (!arg.startsWith("-")) break;
    if (startupOptionsWithValue.includes(arg)) index += 1;
  }
  const subcommand = command[index];
  if (subcommand === undefined || !isBuilding(subcommand)) return undefined;
  const rest = command.slice(index + 1);
  return {
    subcommand,
    program,
    startupOptions: command.slice(programIndex + 1, index),
    options: rest.slice(0, optionsEnd(rest)),
    insertIndex: index + 1,
  };
}

function parseForced(command: readonly string[]): BazelCommand {
  const end = optionsEnd(command);
  const index = command.findIndex((word, at) => at > 0 && at < end && isBuilding(word));
  const word = command[index];
  const subcommand = word !== undefined && isBuilding(word) ? word : undefined;
  const insertIndex = subcommand === undefined ? Math.max(1, end) : index + 1;
  return {
    subcommand,
    program: ["bazel"],
    startupOptions: [],
    options: command.slice(insertIndex, end),
    insertIndex,
  };
}
