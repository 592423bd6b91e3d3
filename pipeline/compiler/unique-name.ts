// Tells apart what would have the same name.

/** `name`, or the first of `name-2`, `name-3`, ... that is free. */
export function uniqueName(taken: { has(name: string): boolean }, name: string): string {
  let unique = name;
  for (let index = 2; taken.has(unique); index++) unique = `${name}-${index}`;
  return unique;
}
