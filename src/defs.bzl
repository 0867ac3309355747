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

def ts_unit_test(name, deps, pnpm_only = [], data = [], **kwargs):
    """Type-checks a folder's tests and lets vitest run them.

    Args:
      name: of the test
      deps: what the tests import
      pnpm_only: names of tests that are only type-checked here
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
    vitest.vitest_test(
        name = name,
        # No vitest.config.ts: it is for the sources, here are compiled files.
        args = [
            "run",
            "--testTimeout=30000",
        ] + ["--exclude=**/%s.test.js" % test for test in pnpm_only],
        data = data + [
            ":%s_lib" % name,
            "//:node_modules/vitest",
            "//:package_json",
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
