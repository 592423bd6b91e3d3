// A pattern as bash has in `${X#pattern}` -> where it matches in a text. Time is proportional to pattern times text,
// whatever they are.

/** `*`, or a test of one character. */
type Token = "any" | ((character: string) => boolean);

export type Glob = readonly Token[];

const classes: { readonly [name: string]: RegExp } = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\0-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  word: /[A-Za-z0-9_]/,
  xdigit: /[0-9A-Fa-f]/,
};

export function parseGlob(pattern: string): Glob {
  const characters = [...pattern];
  const glob: Token[] = [];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? "";
    const set = character === "[" ? setAt(characters, at) : undefined;
    if (set !== undefined) {
      glob.push(set.test);
      at = set.end;
    } else if (character === "*") {
      glob.push("any");
    } else if (character === "?") {
      glob.push(() => true);
    } else {
      const escaped = character === "\\" && at + 1 < characters.length;
      if (escaped) at += 1;
      const literal = characters[at];
      glob.push((one) => one === literal);
    }
  }
  return glob;
}

/** Of the set whose `[` stands at `open`; `end` is the place of its `]`. Undefined where it never ends. */
function setAt(
  characters: readonly string[],
  open: number,
): { readonly test: (character: string) => boolean; readonly end: number } | undefined {
  const negated = ["!", "^"].includes(characters[open + 1] ?? "");
  const first = open + (negated ? 2 : 1);
  const tests: ((character: string) => boolean)[] = [];
  for (let at = first; at < characters.length;) {
    if (characters[at] === "]" && at > first) {
      return { test: (one) => tests.some((test) => test(one)) !== negated, end: at };
    }
    const named = classAt(characters, at);
    const item = named ?? rangeAt(characters, at);
    if (item === undefined) return undefined;
    tests.push(item.test);
    at = item.next;
  }
  return undefined;
}

interface SetItem {
  readonly test: (character: string) => boolean;
  readonly next: number;
}

/** `[:alpha:]` */
function classAt(characters: readonly string[], at: number): SetItem | undefined {
  const text = characters.slice(at, at + 12).join("");
  const name = /^\[:([a-z]+):\]/.exec(text)?.[1];
  const set = name === undefined ? undefined : classes[name];
  return name === undefined || set === undefined
    ? undefined
    : { test: (one) => set.test(one), next: at + name.length + 4 };
}

/** `a` or `a-z`; a dash before the `]` is itself. */
function rangeAt(characters: readonly string[], at: number): SetItem | undefined {
  const low = memberAt(characters, at);
  if (low === undefined) return undefined;
  const ends = characters[low.next + 1];
  const high =
    characters[low.next] === "-" && ends !== undefined && ends !== "]"
      ? memberAt(characters, low.next + 1)
      : undefined;
  if (high === undefined) return { test: (one) => one === low.character, next: low.next };
  const [from, to] = [codeOf(low.character), codeOf(high.character)];
  return { test: (one) => codeOf(one) >= from && codeOf(one) <= to, next: high.next };
}

function memberAt(
  characters: readonly string[],
  at: number,
): { readonly character: string; readonly next: number } | undefined {
  const place = characters[at] === "\\" ? at + 1 : at;
  const character = characters[place];
  return character === undefined ? undefined : { character, next: place + 1 };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/**
 * For each place in `characters`, and the one after the last: where a match that begins there ends, or -1 without one.
 * `longest` chooses among several; with `toEnd` only those that end at the end count.
 */
export function matchEnds(
  glob: Glob,
  characters: readonly string[],
  { longest, toEnd = false }: { readonly longest: boolean; readonly toEnd?: boolean },
): Int32Array {
  const starts = new Int32Array(characters.length + 1).fill(-1);
  const better = (one: number, other: number): number =>
    one === -1 || other === -1 ? Math.max(one, other) : longest ? Math.max(one, other) : Math.min(one, other);
  // `after[t]`: the end of a match of the tokens from `t` on that begins at the next place.
  let after = new Int32Array(glob.length + 1).fill(-1);
  for (let at = characters.length; at >= 0; at -= 1) {
    const here = new Int32Array(glob.length + 1).fill(-1);
    here[glob.length] = toEnd && at < characters.length ? -1 : at;
    for (let t = glob.length - 1; t >= 0; t -= 1) {
      const token = glob[t];
      const character = characters[at];
      if (token === "any") here[t] = better(here[t + 1] ?? -1, after[t] ?? -1);
      else if (character !== undefined && token?.(character)) here[t] = after[t + 1] ?? -1;
    }
    starts[at] = here[0] ?? -1;
    after = here;
  }
  return starts;
}
