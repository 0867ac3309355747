/**
 * Where in a command does Bazel start?
 *
 * Some programs only run another one (`env`, `nice`, `timeout 10m`, `npx`): these are looked through. An
 * option of theirs that is not known here could take a value, so that nothing behind it can be told: such
 * a command is left alone.
 */

/** What a program that runs another one takes before the other one's name. */
interface Runner {
  /** Options whose value is the next argument, unless it follows a `=`. */
  readonly withValue?: readonly string[];
  /** Options without a value. */
  readonly plain?: readonly string[];
  /** Arguments that are no options before the program: a time for `timeout`. */
  readonly operands?: number;
  /** Words one of which must come first: `exec` of `pnpm exec`. */
  readonly words?: readonly string[];
  /** Arguments like `NAME=value` are variables. */
  readonly variables?: boolean;
  /** It finds the program, so that it belongs to a command that people type. */
  readonly finds?: boolean;
}

const runners: Readonly<Record<string, Runner>> = {
  env: {
    withValue: ["-u", "--unset", "-C", "--chdir"],
    plain: ["-i", "--ignore-environment", "-"],
    variables: true,
  },
  nice: { withValue: ["-n", "--adjustment"] },
  ionice: { withValue: ["-c", "--class", "-n", "--classdata"], plain: ["-t", "--ignore"] },
  timeout: {
    withValue: ["-k", "--kill-after", "-s", "--signal"],
    plain: ["--foreground", "--preserve-status", "-v", "--verbose"],
    operands: 1,
  },
  time: { withValue: ["-f", "--format", "-o", "--output"], plain: ["-p", "-v", "-a"] },
  nohup: {},
  setsid: { plain: ["-w", "--wait", "-f", "--fork", "-c", "--ctty"] },
  stdbuf: { withValue: ["-i", "--input", "-o", "--output", "-e", "--error"] },
  caffeinate: { plain: ["-d", "-i", "-m", "-s", "-u"], withValue: ["-t"] },
  "xvfb-run": {
    withValue: ["-n", "--server-num", "-s", "--server-args", "-e", "--error-file", "-w", "--wait"],
    plain: ["-a", "--auto-servernum", "-l", "--listen-tcp"],
  },
  npx: {
    plain: ["-y", "--yes", "--no-install", "--no", "-q", "--quiet", "--"],
    withValue: ["-p", "--package"],
    finds: true,
  },
  pnpx: { finds: true },
  bunx: { finds: true },
  pnpm: { words: ["exec", "dlx"], plain: ["--silent"], finds: true },
  yarn: { words: ["run", "exec", "dlx"], plain: ["--silent"], finds: true },
};

const bazelNames =
  /^(?:bazel|bazelisk|aspect|bazelw|bazel-real|bazel-\d+\.\d+\.\d+[\w.-]*|bazelisk-(?:linux|darwin|windows)[\w.-]*)$/;
const looksThroughMax = 8;

/** Where Bazel's program stands, and how people would type it. */
export interface BazelProgram {
  readonly index: number;
  /** `bazel`, `./bazelw`, `npx bazelisk`. */
  readonly typed: readonly string[];
}

/** Where Bazel's program stands in the command; undefined if it is not Bazel's, or not to be told. */
export function findBazel(command: readonly string[]): BazelProgram | undefined {
  let index = 0;
  let finder: number | undefined;
  for (let depth = 0; depth < looksThroughMax; depth += 1) {
    const word = command[index];
    if (word === undefined) return undefined;
    const name = programName(word);
    if (bazelNames.test(name) || /^@bazel\/bazelisk(?:@.*)?$/.test(word)) {
      return { index, typed: typedAs(command, index, finder) };
    }
    const runner = Object.hasOwn(runners, name) ? runners[name] : undefined;
    if (runner === undefined) return undefined;
    if (runner.finds === true) finder ??= index;
    const next = afterRunner(command, index + 1, runner);
    if (next === undefined) return undefined;
    index = next;
  }
  return undefined;
}

/** A program's name without its folder. */
function programName(word: string): string {
  return word
    .slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1)
    .replace(/\.exe$/i, "");
}

/** A path that only this machine has is not what people type. */
function typedAs(command: readonly string[], index: number, finder: number | undefined): string[] {
  const words = command.slice(finder ?? index, index + 1);
  return words.map((word) => (/^(?:\/|[A-Za-z]:\\)/.test(word) ? programName(word) : word));
}

/** The index of what the runner runs. */
function afterRunner(
  command: readonly string[],
  start: number,
  runner: Runner,
): number | undefined {
  const { withValue = [], plain = [], variables = false, words } = runner;
  let operands = runner.operands ?? 0;
  let wanted = words;
  for (let index = start; index < command.length; index += 1) {
    const arg = command[index] ?? "";
    if (plain.includes(arg)) continue;
    if (withValue.includes(arg)) index += 1;
    else if (isJoinedOption(arg, withValue)) continue;
    else if (arg === "--") continue;
    else if (arg.startsWith("-")) return undefined;
    else if (variables && /^[A-Za-z_]\w*=/.test(arg)) continue;
    else if (operands > 0) operands -= 1;
    else if (wanted?.includes(arg) === true) wanted = undefined;
    else return index;
  }
  return undefined;
}

/** `--adjustment=5`, `-n5`, `-oL`; `-19` of `nice`. */
function isJoinedOption(arg: string, withValue: readonly string[]): boolean {
  if (/^-\d+$/.test(arg)) return true;
  return withValue.some((option) =>
    option.startsWith("--")
      ? arg.startsWith(`${option}=`)
      : arg.startsWith(option) && arg !== option,
  );
}
