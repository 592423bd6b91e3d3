// The text of a config that is YAML -> what may keep others from reading it: tabs, and a file that is not UTF-8.
import type { Finding } from "../findings/finding.ts";
import type { Place } from "./build-file.ts";
import { strayTabs } from "./stray-tabs.ts";

/** Each is told once for the file, at the first place. */
export function strangeText(
  text: string,
  placeAt: (start: number, end: number) => Place,
): readonly Finding[] {
  return [...tabs(text, placeAt), ...replaced(text, placeAt)];
}

function tabs(text: string, placeAt: (start: number, end: number) => Place): readonly Finding[] {
  const [first, ...others] = strayTabs(text);
  if (first === undefined) return [];
  const count = others.length + 1;
  const what =
    count === 1 ? "a tab stands outside of quotes" : `${count} tabs stand outside of quotes, the first here,`;
  return [
    {
      code: "TAB_BETWEEN_VALUES",
      severity: "warning",
      place: placeAt(first, first + 1),
      message: `${what} and gcloud builds submit refuses the file.`,
      remedy: "Write blanks instead.",
      mode: "submit",
    },
  ];
}

/** What a reader puts where bytes are no UTF-8. The file may also hold the character itself. */
function replaced(text: string, placeAt: (start: number, end: number) => Place): readonly Finding[] {
  const at = text.indexOf("\ufffd");
  if (at < 0) return [];
  return [
    {
      code: "NOT_UTF8",
      severity: "warning",
      place: placeAt(at, at + 1),
      message:
        "the character U+FFFD stands here, as where a file is not UTF-8, which gcloud builds submit refuses.",
      remedy: "Save the file as UTF-8, and write the character anew.",
      mode: "submit",
    },
  ];
}
