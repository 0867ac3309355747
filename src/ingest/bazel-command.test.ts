import { describe, expect, test } from "vitest";
import { namedEventFile, parseBazelCommand, withEventFile } from "./bazel-command.js";
import { effectiveOptions, rcLines } from "./bazel-rc.js";

type Words = readonly [string, ...string[]];

function words(text: string): Words {
  const [first = "", ...rest] = text.split(" ");
  return [first, ...rest];
}

/** The command as it would be started, the added options as one mark. */
function started(text: string, forced = false): string | undefined {
  const command = words(text);
  const parsed = parseBazelCommand(command, forced);
  if (parsed === undefined) return undefined;
  const added = "--build_event_json_file=/t/e --nobuild_event_json_file_path_conversion";
  return withEventFile(command, parsed, "/t/e").join(" ").replace(added, "+");
}

describe("Bazel's commands that build get the option behind the subcommand", () => {
  test.each([
    ["bazel test //...", "bazel test + //..."],
    ["bazelisk build //a -- -//b", "bazelisk build + //a -- -//b"],
    ["aspect test //...", "aspect test + //..."],
    ["./bazelw coverage //...", "./bazelw coverage + //..."],
    ["tools/bazel run //x -- test --flag", "tools/bazel run + //x -- test --flag"],
    ["/usr/bin/bazel-7.7.1 build //...", "/usr/bin/bazel-7.7.1 build + //..."],
    ["bazelisk-linux-amd64 build //...", "bazelisk-linux-amd64 build + //..."],
    ["bazel --output_base /o --nohome_rc test x", "bazel --output_base /o --nohome_rc test + x"],
    ["bazel --output_base=/o test x", "bazel --output_base=/o test + x"],
    ["env A=b -u C bazel test x", "env A=b -u C bazel test + x"],
    ["nice -n 10 bazel test x", "nice -n 10 bazel test + x"],
    ["nice -10 bazel test x", "nice -10 bazel test + x"],
    [
      "timeout -k 5s --foreground 10m bazel test x",
      "timeout -k 5s --foreground 10m bazel test + x",
    ],
    ["xvfb-run -a bazel test x", "xvfb-run -a bazel test + x"],
    ["npx --yes @bazel/bazelisk test x", "npx --yes @bazel/bazelisk test + x"],
    ["pnpm exec bazelisk test x", "pnpm exec bazelisk test + x"],
    ["env CI=1 timeout 10m nice bazel test x", "env CI=1 timeout 10m nice bazel test + x"],
  ])("%s", (command, expected) => {
    expect(started(command)).toBe(expected);
  });
});

describe("everything else is left alone", () => {
  test.each([
    "bazel query //...",
    "bazel mod graph",
    "bazel",
    "bazel --version",
    "bazel help test",
    "bazel clean",
    "make test",
    "bazel-diff build",
    "bazel-bin/tool build",
    "echo bazel test //...",
    "env",
    "timeout 10m",
    "env --new-option bazel test x",
    "sudo bazel test x",
    "npx jest test",
    "bash -c bazel",
  ])("%s", (command) => {
    expect(started(command)).toBeUndefined();
  });
});

describe("--bep takes any program for Bazel", () => {
  test.each([
    ["./ci.sh test //...", "./ci.sh test + //..."],
    ["./ci.sh //... -- x", "./ci.sh //... + -- x"],
    ["./ci.sh", "./ci.sh +"],
    ["./ci.sh -- test", "./ci.sh + -- test"],
    ["test", "test +"],
  ])("%s", (command, expected) => {
    expect(started(command, true)).toBe(expected);
  });
});

describe("an event file that is there already", () => {
  const rc = (text: string) => [{ lines: rcLines(text) }];
  const named = (command: string, text = "", platform = "linux"): string | undefined => {
    const parsed = parseBazelCommand(words(command));
    return parsed === undefined ? "no Bazel" : namedEventFile(parsed, rc(text), platform);
  };
  const option = "--build_event_json_file";

  test("on the command line, the last one", () => {
    expect(named("bazel test x")).toBeUndefined();
    expect(named(`bazel test ${option}=a x ${option} b`)).toBe("b");
    expect(named(`bazel run x -- ${option}=a`)).toBeUndefined();
    expect(named(`bazel test ${option}=`)).toBe("");
  });

  test("in an rc file, for this command or one that it inherits from", () => {
    expect(named("bazel test x", `build ${option}=a`)).toBe("a");
    expect(named("bazel build x", `test ${option}=a`)).toBeUndefined();
    expect(named("bazel coverage x", `test ${option}=a`)).toBe("a");
    expect(named("bazel run x", `common ${option} a`)).toBe("a");
    expect(named("bazel test x", `test ${option}=a\nbuild ${option}=b`)).toBe("a");
    expect(named(`bazel test ${option}=c x`, `test ${option}=a`)).toBe("c");
    expect(named("bazel test x", `# build ${option}=a\nquery ${option}=b`)).toBeUndefined();
  });

  test("in the section of a --config, wherever that is named", () => {
    const text = `build:ci ${option}=a\nbuild:all --config=ci\nbuild:linux ${option}=l`;
    expect(named("bazel test x", text)).toBeUndefined();
    expect(named("bazel test --config=ci x", text)).toBe("a");
    expect(named("bazel test --config ci x", text)).toBe("a");
    expect(named("bazel test --config=all x", text)).toBe("a");
    expect(named("bazel test x", `${text}\nbuild --config=all`)).toBe("a");
    expect(named("bazel test x", `${text}\ncommon --enable_platform_specific_config`)).toBe("l");
    expect(
      named("bazel test x", `${text}\ncommon --enable_platform_specific_config`, "macos"),
    ).toBe(undefined);
  });

  test("a section that names itself ends", () => {
    const options = effectiveOptions(
      rc("build:a --config=a --x"),
      "build",
      ["--config=a"],
      "linux",
    );
    expect(options.filter((one) => one === "--x").length).toBeLessThan(20);
  });
});

test("an rc file's words are a shell's", () => {
  expect(rcLines(`build --a="b c" 'd e'\\ f # g\n\n  test \\\n --h\r\n#i\nbuild ""`)).toEqual([
    ["build", "--a=b c", "d e f"],
    ["test", "--h"],
    ["build", ""],
  ]);
});
