// Picks lines that somebody said to the person, from conversations that the twin was not trained on.
import { promptOf, type Example } from "../../components/conversation/example.ts";

/** Characters of a line that says enough, and is no speech. */
const shortest = 12;
const longest = 90;

/** Spread over the held-out time, so that they differ; the same examples give the same lines. */
export function choosePrompts(heldOut: readonly Example[], count = 3): readonly string[] {
  const lines = [...new Set(heldOut.map((example) => promptOf(example).replaceAll(/\s+/g, " ").trim()))];
  const fitting = lines.filter((line) => line.length >= shortest && line.length <= longest);
  const from = fitting.length >= count ? fitting : lines.filter((line) => line !== "");
  const chosen = Array.from({ length: count }, (_, i) => from[Math.floor(((i + 0.5) * from.length) / count)]);
  return [...new Set(chosen.filter((line) => line !== undefined))];
}
