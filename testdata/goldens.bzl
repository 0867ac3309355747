"""Golden comments: one test per folder of snapshots/, and one target that rewrites those that changed.

    bazel test //testdata:snapshots    bazel test //testdata:02-mixed_test
    bazel run //testdata:update        bazel run //testdata:02-mixed

A new scenario needs only its roster.json: its test fails and shows the comment.md that the update writes.
"""

load("@aspect_rules_js//js:defs.bzl", "js_run_binary", "js_test")
load("@bazel_lib//lib:write_source_files.bzl", "write_source_file")

def goldens(name, tool, renderer):
    """Declares a golden test per scenario.

    Args:
      name: of the test suite and of the folder of scenarios
      tool: renders all scenarios of the folder in one process
      renderer: the library that the tool calls
    """
    scenarios = [path.split("/")[1] for path in native.glob([name + "/*/roster.json"])]
    js_run_binary(
        name = "rendered",
        testonly = True,
        srcs = native.glob([
            name + "/*/context.json",
            name + "/*/roster.json",
        ]) + [renderer],
        outs = ["rendered/%s.md" % scenario for scenario in scenarios],
        args = ["--out=%s/rendered" % native.package_name()],
        tool = tool,
    )
    for scenario in scenarios:
        golden = "%s/%s/comment.md" % (name, scenario)
        rendered = "rendered/%s.md" % scenario
        js_test(
            name = scenario + "_test",
            size = "small",
            args = [
                "%s/%s" % (native.package_name(), golden),
                "$(rootpath %s)" % rendered,
            ],
            data = native.glob([golden], allow_empty = True) + [rendered],
            entry_point = "//tools:golden_test",
        )
        write_source_file(
            name = scenario,
            testonly = True,
            diff_test = False,  # It would stop every test, not fail one, if the golden is missing.
            in_file = rendered,
            out_file = golden,
        )
    write_source_file(
        name = "update",
        testonly = True,
        additional_update_targets = scenarios,
    )
    native.test_suite(
        name = name,
        tests = [scenario + "_test" for scenario in scenarios],
    )
