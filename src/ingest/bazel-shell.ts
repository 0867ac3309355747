/** How does a word stand in a command so that a shell reads it as it is? (Fact sheet 2.6.) */

const special = /[\s"'`$&|;<>()*?[\]{}#!~\\]/;
const control = /\p{Cc}/u;

/** The word, in quotes if it needs them; undefined if no quotes would do. */
export function shellWord(word: string): string | undefined {
  if (control.test(word)) return undefined;
  if (word === "") return "''";
  return special.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word;
}
