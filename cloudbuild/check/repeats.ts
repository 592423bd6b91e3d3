// A list -> what is in it a second time, and where it was first.

export interface Repeat {
  readonly index: number;
  readonly first: number;
}

/** In order; the third of a kind names the first too. What is undefined repeats nothing. */
export function repeatsIn(keys: Iterable<string | undefined>): readonly Repeat[] {
  const places = new Map<string, number>();
  const repeats: Repeat[] = [];
  let index = 0;
  for (const key of keys) {
    const first = key === undefined ? undefined : places.get(key);
    if (first !== undefined) repeats.push({ index, first });
    else if (key !== undefined) places.set(key, index);
    index += 1;
  }
  return repeats;
}
