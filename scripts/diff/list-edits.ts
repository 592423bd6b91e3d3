// Turns one list into another by the fewest edits: which places were taken out and what came in.

/** At `before` in the old list `removed` stood where `added` stands now, at `after` in the new one. */
export interface ListEdit {
  readonly before: number;
  readonly after: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Beyond this many pairs of entries to look at, everything between the first and the last difference is one edit. */
const mostPairs = 2_000_000;

export function listEdits(a: readonly string[], b: readonly string[]): readonly ListEdit[] {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  const shorter = Math.min(a.length, b.length) - start;
  while (end < shorter && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [old, now] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (old.length === 0 && now.length === 0) return [];
  if (old.length * now.length > mostPairs) {
    return [{ before: start, after: start, removed: old, added: now }];
  }
  return edits(old, now).map((edit) => ({
    ...edit,
    before: edit.before + start,
    after: edit.after + start,
  }));
}

function edits(a: readonly string[], b: readonly string[]): readonly ListEdit[] {
  const common = longestCommon(a, b);
  const width = b.length + 1;
  const found: ListEdit[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [before, after] = [i, j];
    while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j])) {
      const down = i < a.length ? (common[(i + 1) * width + j] ?? 0) : -1;
      const right = j < b.length ? (common[i * width + j + 1] ?? 0) : -1;
      if (down >= right) i += 1;
      else j += 1;
    }
    if (i > before || j > after) {
      found.push({ before, after, removed: a.slice(before, i), added: b.slice(after, j) });
    }
    while (i < a.length && j < b.length && a[i] === b[j]) [i, j] = [i + 1, j + 1];
  }
  return found;
}

/** At `i * (b.length + 1) + j`: how much `a` from `i` and `b` from `j` have in common. */
function longestCommon(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [down, right] = [common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0];
      const both = (common[(i + 1) * width + j + 1] ?? 0) + 1;
      common[i * width + j] = a[i] === b[j] ? both : Math.max(down, right);
    }
  }
  return common;
}
