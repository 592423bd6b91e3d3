// Turns names of tasks, components and types into identifiers, each once.

/** Those of an inner scope may not hide those of the scope around it. */
export interface Names {
  readonly outer?: Names;
  /** Each with the number to try next where it is wanted again. */
  readonly taken: Map<string, number>;
}

export function namesIn(outer: Names): Names {
  return { outer, taken: new Map() };
}

/** The first of `train`, `trainTask`, `trainTask2`, ... that is free, where `suffix` is `Task`. */
export function takeName(names: Names, wanted: string, suffix = ""): string {
  if (!isTaken(names, wanted)) return take(names, wanted);
  const base = `${wanted}${suffix}`;
  if (!isTaken(names, base)) return take(names, base);
  let index = names.taken.get(base) ?? 1;
  const numbered = () => (/\d$/.test(base) ? `${base}_${index}` : `${base}${index}`);
  do index++;
  while (isTaken(names, numbered()));
  names.taken.set(base, index);
  return take(names, numbered());
}

/** `train-2` is `train2`, `Train model` is `trainModel`; `fallback` where nothing is left of the text. */
export function camelCase(text: string, fallback: string): string {
  const [first = fallback, ...rest] = wordsOf(text);
  const start = /^\d/.test(first) ? `${fallback}${first}` : first;
  const isShouted = start === start.toUpperCase();
  const lower = isShouted ? start.toLowerCase() : start.slice(0, 1).toLowerCase() + start.slice(1);
  return lower + rest.map(capital).join("");
}

/** `VertexModel` for `vertex-model`. */
export function pascalCase(text: string, fallback: string): string {
  const name = wordsOf(text).map(capital).join("");
  return /^[A-Z]/.test(name) ? name : `${fallback}${name}`;
}

function wordsOf(text: string): readonly string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function isTaken(names: Names, name: string): boolean {
  return names.taken.has(name) || (names.outer !== undefined && isTaken(names.outer, name));
}

function take(names: Names, name: string): string {
  names.taken.set(name, 1);
  return name;
}
