// Globs as triggers read them, Go's filepath.Match and `**`, against paths from the repository's root.

type Token =
  | { readonly kind: "character"; readonly character: string }
  /** `?`: any but a slash. */
  | { readonly kind: "one" }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly Range[] }
  /** `*`: any number, without slashes. */
  | { readonly kind: "star" }
  /** `**`: any number, with slashes. */
  | { readonly kind: "anything" }
  /** `**` and a slash at the beginning of a name: any number of folders. */
  | { readonly kind: "folders" };

type Range = readonly [low: number, high: number];

/** `matchesGlob("containers/**", "containers/node/Dockerfile")` is true. A malformed glob matches nothing. */
export function matchesGlob(glob: string, path: string): boolean {
  return globMatcher(glob)(path);
}

/** `matchesGlob` of one glob for many paths. */
export function globMatcher(glob: string): (path: string) => boolean {
  const tokens = tokensOf(glob);
  if (typeof tokens === "string") return () => false;
  const plain = tokens.findIndex(({ kind }) => kind !== "character");
  if (plain < 0) {
    const whole = textOf(tokens);
    return (path) => path === whole;
  }
  const beginning = textOf(tokens.slice(0, plain));
  const rest = tokens.slice(plain);
  return (path) => path.startsWith(beginning) && matches(rest, path.slice(beginning.length));
}

/** Whether a glob may match something in a folder, which is no path of its own. */
export function globReaches(glob: string, folder: string): boolean {
  const tokens = tokensOf(glob);
  return typeof tokens !== "string" && placesAfter(tokens, `${folder}/`).size > 0;
}

/** What is wrong with a glob, as Go finds it; `undefined`: nothing. */
export function globMistake(glob: string): string | undefined {
  const tokens = tokensOf(glob);
  return typeof tokens === "string" ? tokens : undefined;
}

/** Escapes what is special: a glob that the path alone matches. */
export function globOf(path: string): string {
  return path.replaceAll(/[\\*?[]/g, "\\$&");
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.kind === "character" ? token.character : "")).join("");
}

function matches(tokens: readonly Token[], text: string): boolean {
  return placesAfter(tokens, text).has(tokens.length);
}

/**
 * The places of the pattern that the text may have led to; the last is behind all tokens. They go on side by side, so that
 * the time is at most the product of both lengths, whatever the pattern.
 */
function placesAfter(tokens: readonly Token[], text: string): ReadonlySet<number> {
  let places = new Set<number>();
  enter(tokens, places, 0);
  for (const character of text) {
    const next = new Set<number>();
    for (const place of places) {
      const token = tokens[place];
      if (token === undefined) continue; // text is left over
      if (token.kind === "folders") {
        next.add(place);
        if (character === "/") enter(tokens, next, place + 1);
      } else if (token.kind === "star" || token.kind === "anything") {
        if (token.kind === "anything" || character !== "/") enter(tokens, next, place);
      } else if (takes(token, character)) {
        enter(tokens, next, place + 1);
      }
    }
    if (next.size === 0) return next;
    places = next;
  }
  return places;
}

/** A place, and those behind it that no character need lead to. */
function enter(tokens: readonly Token[], places: Set<number>, from: number): void {
  for (let place = from; ; place += 1) {
    places.add(place);
    const kind = tokens[place]?.kind;
    if (kind !== "star" && kind !== "anything" && kind !== "folders") return;
  }
}

function takes(token: Token & { readonly kind: "character" | "one" | "class" }, character: string): boolean {
  if (token.kind === "character") return token.character === character;
  if (token.kind === "one") return character !== "/";
  const code = character.codePointAt(0) ?? 0;
  return token.ranges.some(([low, high]) => low <= code && code <= high) !== token.negated;
}

/** The tokens, or the mistake. */
function tokensOf(glob: string): readonly Token[] | string {
  const characters = [...glob];
  const tokens: Token[] = [];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? "";
    if (character === "*") {
      const from = at;
      while (characters[at + 1] === "*") at += 1;
      const opens = from === 0 || characters[from - 1] === "/";
      if (at === from) tokens.push({ kind: "star" });
      else if (opens && characters[at + 1] === "/") {
        tokens.push({ kind: "folders" });
        at += 1;
      } else tokens.push({ kind: "anything" });
    } else if (character === "?") {
      tokens.push({ kind: "one" });
    } else if (character === "[") {
      const read = readClass(characters, at + 1);
      if (typeof read === "string") return read;
      tokens.push(read.token);
      at = read.end;
    } else if (character === "\\") {
      at += 1;
      const escaped = characters[at];
      if (escaped === undefined) return "it ends in a backslash";
      tokens.push({ kind: "character", character: escaped });
    } else {
      tokens.push({ kind: "character", character });
    }
  }
  return tokens;
}

/** `end` is where its `]` stands. */
function readClass(
  characters: readonly string[],
  start: number,
): { readonly token: Token; readonly end: number } | string {
  const unclosed = "its [ has no ]";
  const negated = characters[start] === "^";
  const ranges: Range[] = [];
  let at = negated ? start + 1 : start;
  const readOne = (): number | string => {
    const character = characters[at];
    if (character === undefined) return unclosed;
    if (character === "-" || character === "]") return `the "${character}" in its [ stands alone`;
    if (character === "\\") at += 1;
    const code = characters[at]?.codePointAt(0);
    at += 1;
    return code ?? unclosed;
  };
  while (characters[at] !== "]" || ranges.length === 0) {
    const low = readOne();
    if (typeof low === "string") return low;
    let high: number | string = low;
    if (characters[at] === "-") {
      at += 1;
      high = readOne();
      if (typeof high === "string") return high;
    }
    ranges.push([low, high]);
  }
  return { token: { kind: "class", negated, ranges }, end: at };
}
