/** Which known name was probably meant by a misspelt one? */

/** The closest of the names, if it is close enough to be a slip of the finger. */
export function closestName(name: string, known: readonly string[]): string | undefined {
  const wanted = name.slice(0, 60).toLowerCase().replaceAll("_", "-");
  let closest: string | undefined;
  let distanceMin = Math.min(3, Math.floor(wanted.length / 2)) + 1;
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < distanceMin) {
      distanceMin = distance;
      closest = candidate;
    }
  }
  return closest;
}

/** Insertions, removals, replacements, and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min(
        (current[column - 1] ?? 0) + 1,
        (last[column] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
