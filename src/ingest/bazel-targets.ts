/**
 * Which few patterns stand for many targets? (Fact sheet 8.5.)
 *
 * Up to ten labels are named. For more, the folder that they have in common stands for them, and beside it
 * those that were named when the command was typed: a wildcard does not match targets tagged `manual`.
 */

/** So many labels are named one by one. */
export const labelsNamedMax = 10;

/** Patterns for the labels; undefined if there is no good way: then the original patterns are better. */
export function patternsFor(
  labels: readonly string[],
  typedPatterns: readonly string[],
): readonly string[] | undefined {
  if (labels.length <= labelsNamedMax) return labels;
  const named = labels.filter((label) => typedPatterns.includes(label));
  const others = labels.filter((label) => !named.includes(label));
  if (named.length > labelsNamedMax) return undefined;
  if (others.length + named.length <= labelsNamedMax) return [...others, ...named];
  const root = commonRoot(others);
  return root === undefined ? undefined : [root, ...named];
}

/** `//pkg:all` or `//prefix/...`; undefined for labels of other repositories, or with nothing in common. */
export function commonRoot(labels: readonly string[]): string | undefined {
  const packages = labels.map(packageOf);
  const [first] = packages;
  if (first === undefined || packages.some((one) => one === undefined || one === ""))
    return undefined;
  if (packages.every((one) => one === first)) return `//${first}:all`;
  let common = first.split("/");
  for (const one of packages) {
    const parts = (one ?? "").split("/");
    const length = common.findIndex((part, index) => part !== parts[index]);
    if (length >= 0) common = common.slice(0, length);
  }
  return common.length === 0 ? undefined : `//${common.join("/")}/...`;
}

function packageOf(label: string): string | undefined {
  return /^(?:@@?)?\/\/([^:]*)/.exec(label)?.[1];
}
