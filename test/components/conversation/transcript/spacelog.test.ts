import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cleanSpacelog } from "../../../../components/conversation/transcript/spacelog.ts";
import { chatOf } from "../chats.ts";

const shipped = new URL("../../../../containers/trainer/transcripts/", import.meta.url);
const originals = new URL("../../../../../shared/chats/apollo/", import.meta.url);
const missions = [8, 11, 13];

describe("cleanSpacelog", () => {
  test.each([
    [
      "annotations",
      "[00:00:00:04]\n_page : 3\n_tape : Tape 1/1\nCDR: Roger.\n",
      "[00:00:00:04]\nCDR: Roger.\n",
    ],
    [
      "glossary links",
      "[00:00:00:04]\nCC: [glossary:ΔV|DELTA-V]<sub>C</sub> on [glossary:EMS].\n",
      "[00:00:00:04]\nCC: DELTA-VC on EMS.\n",
    ],
    [
      "time links",
      "[00:00:00:04]\nCC: Over at [time:00:00:52:36|52:36].\n",
      "[00:00:00:04]\nCC: Over at 52:36.\n",
    ],
    [
      "stations",
      "[00:00:00:04]\nCDR (EAGLE): Roger. Eagle is undocked.\n",
      "[00:00:00:04]\nCDR: Roger. Eagle is undocked.\n",
    ],
    ["sounds", "[00:00:00:04]\nCMP: Okay (laughter).\n", "[00:00:00:04]\nCMP: Okay.\n"],
    [
      "editors' marks",
      "[00:00:00:04]\nCC: The IOS [?] has po-ti [sic] the [on] [...]\n",
      "[00:00:00:04]\nCC: The IOS has po-ti the on ...\n",
    ],
    [
      "entries of sound alone",
      "[00:00:00:04]\nSC: (Music)\n\n[00:00:00:09]\nCC: Hm.\n     (noise in the line)\n",
      "[00:00:00:09]\nCC: Hm.\n     (noise in the line)\n",
    ],
  ])("takes out %s", (_, original, cleaned) => {
    expect(cleanSpacelog(original)).toBe(cleaned);
  });
});

describe("a shipped transcript", () => {
  test.each(missions)("of Apollo %i holds times and speech and no markup", (mission) => {
    const text = readFileSync(new URL(`apollo-${mission}.txt`, shipped), "utf8");
    expect(text.match(/^_|\[(?!-?\d\d(?::\d\d){3}\]$)|[<>]|\((?:laugh|music)/gim)).toBeNull();
    const other = text
      .split("\n")
      .filter((line) => !/^(?:\[-?\d\d(?::\d\d){3}\]|[A-Z][A-Z0-9/ -]*: \S.*| {5}\S.*|)$/.test(line));
    expect(other).toEqual([]);
  });

  test.each(missions)("of Apollo %i is the one that the README describes", (mission) => {
    const text = readFileSync(new URL(`apollo-${mission}.txt`, shipped), "utf8");
    const readme = readFileSync(new URL("README.md", shipped), "utf8").replaceAll(/ +/g, " ");
    const entries = text.match(/^\[/gm)?.length.toLocaleString("en-US");
    const hash = createHash("sha256").update(text).digest("hex");
    expect(readme).toContain(`| \`apollo-${mission}.txt\` | ${entries} | \`${hash}\` |`);
  });

  describe.skipIf(!existsSync(originals))("and its original (skipped where ../shared is absent)", () => {
    test.each(missions)("of Apollo %i: cleaning makes the shipped file", (mission) => {
      const original = readFileSync(new URL(`apollo${mission}-tec.txt`, originals), "utf8");
      const cleaned = readFileSync(new URL(`apollo-${mission}.txt`, shipped), "utf8");
      expect(cleanSpacelog(original) === cleaned).toBe(true);
    });

    test.each(missions)("of Apollo %i: both read as the same speech", (mission) => {
      const spoken = (path: URL): string[] =>
        chatOf(readFileSync(path, "utf8"))
          .messages.filter(({ kind }) => kind === "text")
          .map(({ time, author, text }) => `${time} ${author}: ${text}`);
      expect(spoken(new URL(`apollo${mission}-tec.txt`, originals))).toEqual(
        spoken(new URL(`apollo-${mission}.txt`, shipped)),
      );
    });
  });
});
