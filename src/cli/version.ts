/** Which version is this? The bundler puts the package's version in (tools/bundle.mjs). */

declare const __ROLLCALL_VERSION__: string | undefined;

/** The program's version, or a word that says that it was not bundled. */
export const programVersion: string =
  typeof __ROLLCALL_VERSION__ === "string" ? __ROLLCALL_VERSION__ : "0.0.0-source";
