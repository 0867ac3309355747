// How does `bazel run //:publish` work from where it is called?
//
// Bazel starts the program in a directory of its own and names the caller's in the environment.
const { BUILD_WORKING_DIRECTORY: callersDirectory } = process.env;
if (callersDirectory !== undefined) process.chdir(callersDirectory);
// The demo starts the program anew in other directories, where it must stay.
delete process.env.BUILD_WORKING_DIRECTORY;
await import("../dist/rollcall.cjs");
