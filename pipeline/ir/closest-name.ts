// A name that nothing has -> the one that was probably meant.

/** As ` Did you mean "build"?`, or "" where no name is close. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const near = closestName(name, names);
  return near === undefined ? "" : ` Did you mean "${near}"?`;
}

/** Undefined where none is close: a third of the letters may differ, and two at most. */
export function closestName(name: string, names: Iterable<string>): string | undefined {
  const allowed = Math.min(2, Math.floor(name.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) > allowed && !sameLetters(name, candidate)) continue;
    const distance = sameLetters(name, candidate) ? 0 : editDistance(name, candidate);
    if (distance <= allowed && (best === undefined || distance < best.distance)) {
      best = { name: candidate, distance };
    }
  }
  return best?.name;
}

/** `Build_App` and `build-app`. */
function sameLetters(one: string, other: string): boolean {
  return lettersOf(one) === lettersOf(other) && lettersOf(one) !== "";
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ .]/g, "");
}

/** Letters changed, left out, added, or exchanged with the next: each counts one. */
function editDistance(one: string, other: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 0; line < one.length; line += 1) {
    const next = [line + 1];
    for (let column = 0; column < other.length; column += 1) {
      const changed = (row[column] ?? 0) + (one[line] === other[column] ? 0 : 1);
      const exchanged = one[line] === other[column - 1] && one[line - 1] === other[column];
      const swapped = exchanged ? (before[column - 1] ?? 0) + 1 : Infinity;
      next.push(Math.min(changed, swapped, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[other.length] ?? 0;
}
