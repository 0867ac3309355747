/**
 * Which value does an option have in a list of Bazel's options?
 *
 * Bazel takes `--name=value` and `--name value`; the last one counts, and nothing behind `--` is an option.
 */

/** The index of a `--` after which nothing is an option; the length of the list if there is none. */
export function optionsEnd(args: readonly string[]): number {
  const end = args.indexOf("--");
  return end < 0 ? args.length : end;
}

/** All values of an option that takes one, in the order in which they stand. */
export function optionValues(args: readonly string[], name: string): readonly string[] {
  const values: string[] = [];
  const end = optionsEnd(args);
  for (let index = 0; index < end; index += 1) {
    const arg = args[index] ?? "";
    if (arg === name) {
      index += 1;
      if (index < end) values.push(args[index] ?? "");
    } else if (arg.startsWith(`${name}=`)) {
      values.push(arg.slice(name.length + 1));
    }
  }
  return values;
}

/** The value that counts; undefined if the option is not there. */
export function lastOptionValue(args: readonly string[], name: string): string | undefined {
  return optionValues(args, name).at(-1);
}

/** Whether a boolean option is on, off, or not there: `--name`, `--noname`, `--name=false`. */
export function booleanOption(args: readonly string[], name: string): boolean | undefined {
  let on: boolean | undefined;
  for (const arg of args.slice(0, optionsEnd(args))) {
    if (arg === `--${name}`) on = true;
    else if (arg === `--no${name}`) on = false;
    else if (arg.startsWith(`--${name}=`)) on = /=(?:true|yes|1)$/i.test(arg);
  }
  return on;
}
