"""Golden comments: one test per folder of snapshots/, and one target that rewrites those that changed.

    bazel test //testdata:snapshots    bazel test //testdata:02-mixed_test
    bazel run //testdata:update        bazel run //testdata:02-mixed

A new scenario needs only its roster.json: its comment.md is missing, and the update writes it.
"""

load("@aspect_rules_js//js:defs.bzl", "js_run_binary")
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
        write_source_file(
            name = scenario,
            testonly = True,
            in_file = "rendered/%s.md" % scenario,
            out_file = "%s/%s/comment.md" % (name, scenario),
            suggested_update_target = "//%s:update" % native.package_name(),
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
