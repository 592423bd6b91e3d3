// Turns a transcription file of the Spacelog project into a plain transcript: the editors' annotations and markup
// go, what was said stays, line by line.

interface Entry {
  readonly timestamp: string;
  readonly speeches: string[];
}

const timestampLine = /^\[-?\d+(?::\d\d){2,3}\]\s*$/;
/** `_page : 3` and its like. */
export const annotationLine = /^_[a-z]+\s*:/;
const speakerLine = /^\s?[A-Z][A-Z0-9/ -]*(?: \([A-Z]+\))?:/;

/** Whether the text carries Spacelog's annotation lines, such as `_page : 3`. */
export function isSpacelog(text: string): boolean {
  return /^\[-?\d+(?::\d\d){2,3}\]\s*\r?\n_[a-z]+\s*:/m.test(text);
}

/**
 * The same entries as `[dd:hh:mm:ss]` and `NAME: text`; an entry that held no speech is left out.
 *
 * `cleanSpacelog("[00:00:03:08]\n_page : 4\nCDR (EAGLE): ... second plane [glossary:SEP].\n")` is
 * `"[00:00:03:08]\nCDR: ... second plane SEP.\n"`.
 */
export function cleanSpacelog(text: string): string {
  return readEntries(text)
    .map(({ timestamp, speeches }) => ({ timestamp, speeches: speeches.map(cleanSpeech) }))
    .map(({ timestamp, speeches }) => ({ timestamp, speeches: speeches.filter((speech) => speech !== "") }))
    .filter(({ speeches }) => speeches.length > 0)
    .map(({ timestamp, speeches }) => [timestamp, ...speeches].join("\n") + "\n")
    .join("\n");
}

function readEntries(text: string): Entry[] {
  const entries: Entry[] = [];
  for (const line of text.split(/\r?\n/)) {
    const last = entries.at(-1);
    if (timestampLine.test(line)) entries.push({ timestamp: line.trim(), speeches: [] });
    else if (last === undefined || annotationLine.test(line) || line.trim() === "") continue;
    else if (speakerLine.test(line) || last.speeches.length === 0) last.speeches.push(line.trim());
    else last.speeches.push(`${last.speeches.pop()}\n     ${line.trim()}`);
  }
  return entries;
}

function cleanSpeech(speech: string): string {
  const [, name = "", body = speech] = /^([^:\n]*):([^]*)$/.exec(speech) ?? [];
  const spoken = removeMarkup(body)
    .split("\n")
    .map((line) => line.replaceAll(/[ \t]+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n     ");
  if (spoken === "" || name === "") return spoken;
  return `${withoutStation(name)}: ${spoken}`;
}

/** The station after a name, `CDR (EAGLE)`, says where a voice came from: one person keeps one name. */
export function withoutStation(name: string): string {
  return name.replace(/ \([A-Z]+\)$/, "");
}

/** Sounds that a transcriber heard; what people said in parentheses stays. */
const sound =
  /\s{0,40}\((?:laugh|music|start music|begin music|end (?:of )?music|sound of|unidentifiable|static|sigh|cough|clears throat|dog\b)[^()]*\)/gi;

export function removeMarkup(text: string): string {
  return text
    .replaceAll(/\[(?:glossary|time):(?:[^[\]|]*\|)?([^[\]]*)\]/g, "$1")
    .replaceAll(/\[\d\d(?::\d\d){2,3}\|([^[\]]*)\]/g, "$1") // two links in Apollo 8 lack their `time:`
    .replaceAll(/\s{0,40}\[(?:sic|\?)\]/g, "")
    .replaceAll(/\[([^[\]]*)\]/g, "$1")
    .replaceAll(/<\/?(?:sub|br|Y)>/g, "")
    .replaceAll(sound, "");
}
