"""One library and one test per folder of src/; its `visibility` says who may import it (docs/architecture.md)."""

load("@aspect_rules_ts//ts:defs.bzl", "ts_project")
load("@npm//:vitest/package_json.bzl", vitest = "bin")

def ts_lib(name, srcs = None, exclude = [], deps = [], pure = False, **kwargs):
    """Type-checks and compiles a folder, without its tests.

    Args:
      name: the folder's
      srcs: the whole folder if not given
      exclude: files that are a target of their own
      deps: what it imports
      pure: knows nothing of Node, as in tsconfig.pure.json
      **kwargs: as of ts_project
    """
    if not srcs:
        srcs = native.glob(
            ["**/*.ts"],
            exclude = ["**/*.test.ts"] + exclude,
        )
        native.exports_files(
            ["BUILD.bazel"],
            visibility = ["//src:__pkg__"],  # //tools:build_files_test
        )
        native.filegroup(
            name = "style",
            srcs = native.glob([
                "**/*.mjs",
                "**/*.ts",
            ]),
            visibility = ["//src:__pkg__"],
        )
    native.filegroup(
        name = name + "_sources",
        srcs = srcs,
        visibility = ["//:__pkg__"],
    )
    _ts_project(
        name = name,
        srcs = srcs,
        compiler_options = {"types": []} if pure else {},
        deps = deps + ([] if pure else ["//:node_modules/@types/node"]),
        **kwargs
    )

def ts_unit_test(name, deps, apart = [], data = [], **kwargs):
    """Type-checks a folder's tests and lets vitest run them.

    Args:
      name: of the test
      deps: what the tests import
      apart: names of tests that ts_program_test runs
      data: files that the tests read
      **kwargs: as of js_test
    """
    _ts_project(
        name = name + "_lib",
        testonly = True,
        srcs = native.glob(["**/*.test.ts"]),
        deps = deps + [
            "//:node_modules/@types/node",
            "//:node_modules/vitest",
        ],
    )
    _vitest_test(
        name = name,
        args = ["--exclude=**/%s.test.js" % test for test in apart],
        data = data + [":%s_lib" % name],
        **kwargs
    )

def ts_program_test(name, tests_of, tests, data = [], **kwargs):
    """Lets vitest run those tests of a folder that start the program: the very bundle that is shipped.

    Args:
      name: of the test
      tests_of: the folder's ts_unit_test, which type-checks them
      tests: their names
      data: files that the tests read
      **kwargs: as of js_test
    """
    _vitest_test(
        name = name,
        size = "large",
        # They start processes by the dozen, whose requests have five seconds: nothing else beside them.
        args = ["--no-file-parallelism"] +
               ["%s/%s.test.js" % (native.package_name(), test) for test in tests],
        data = data + [
            "%s_lib" % tests_of,
            "//:bundle",
        ],
        env = {"ROLLCALL_PROGRAM": "$(rootpath //:bundle)"},
        tags = ["cpu:2"],
        **kwargs
    )

def _vitest_test(args, data, **kwargs):
    vitest.vitest_test(
        args = [
            "run",
            "--config=src/vitest.bazel.mjs",
        ] + args,
        data = data + [
            "//:node_modules/vitest",
            "//:package_json",
            "//src:vitest_config",
        ],
        **kwargs
    )

def _ts_project(deps, compiler_options = {}, **kwargs):
    ts_project(
        declaration = True,
        extends = "//:tsconfig",
        transpiler = "tsc",
        tsconfig = {"compilerOptions": compiler_options},
        deps = deps + ["//:package_json"],
        **kwargs
    )
