// The text of a config -> the YAML node of its one document, with what every alias stands for, or why it is none.
import {
  Composer,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type Node,
  type YAMLMap,
} from "yaml";
import { tokensOf } from "../../pipeline/ir/yaml-lexer.ts";
import type { Place } from "./build-file.ts";
import { tooDeep, tooLarge } from "./reading.ts";
import { strangeText } from "./strange-text.ts";
import type { Finding } from "../findings/finding.ts";

/** Far more than 300 steps hold: what is larger is no build, and would only take long to read. */
const longest = 2_000_000;
const deepest = 60;

export interface ParsedText {
  readonly root?: YAMLMap;
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly findings: readonly Finding[];
}

type PlaceAt = (start: number, end: number) => Place;

export function parseText(text: string, placeAt: PlaceAt): ParsedText {
  const refused = (finding: Finding): ParsedText => ({ targets: new Map(), findings: [finding] });
  if (text.length > longest) return refused(tooLarge(placeAt(0, 1), `${text.length} characters`));
  const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (unprintable !== null) {
    const code = (unprintable[0].codePointAt(0) ?? 0).toString(16).padStart(4, "0");
    const place = placeAt(unprintable.index, unprintable.index + 1);
    return refused(syntax(place, `the character U+${code.toUpperCase()} may not stand in YAML`));
  }
  const documents = parseDocuments(text);
  if (documents === undefined) return refused(tooDeep(placeAt(0, 1)));
  const [document, second] = documents;
  const errors = documents.flatMap((each) => each.errors);
  const [first] = errors; // what follows is often an echo of it
  if (first !== undefined) {
    const isDeep = errors.some(({ message }) => /call stack|Stack overflow/i.test(message));
    return refused(isDeep ? tooDeep(placeAt(...first.pos)) : syntax(placeAt(...first.pos), first.message));
  }
  if (second !== undefined) {
    const start = second.contents?.range?.[0] ?? second.range[0];
    return refused({
      code: "MANY_DOCUMENTS",
      severity: "error",
      place: placeAt(start, second.range[1]),
      message: `the file holds ${documents.length} documents, and a build is one.`,
      remedy: "Remove the line --- and what belongs to another file.",
    });
  }
  const root: Node | null = document?.contents ?? null;
  if (!isMap(root)) return refused(notAMapping(root, text, placeAt));
  const { targets, findings } = findTargets(root, placeAt);
  return { root, targets, findings: [...strangeText(text, placeAt), ...findings] };
}

/** Nothing where it is nested too deeply for the library. */
function parseDocuments(text: string): readonly Document.Parsed[] | undefined {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    uniqueKeys: false, // looked at where values are read: the library compares each key with each
    logLevel: "silent",
  });
  try {
    return [...composer.compose(tokensOf(text))];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** An alias stands for the last node before it that has the anchor. Without recursion: depth is the file's. */
function findTargets(root: Node, placeAt: PlaceAt): Pick<ParsedText, "targets" | "findings"> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const findings: Finding[] = [];
  const open: { readonly node: unknown; readonly depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    if (isPair(node)) {
      open.push({ node: node.value, depth }, { node: node.key, depth });
    } else if (isAlias(node)) {
      const target = anchors.get(node.source);
      const [start, end] = node.range ?? [0, 0];
      if (target === undefined)
        findings.push(syntax(placeAt(start, end), `no anchor &${node.source} stands before this alias`));
      else targets.set(node, target);
    } else if (isMap(node) || isSeq(node) || isScalar(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (depth > deepest) return { targets, findings: [tooDeep(placeAt(...startAndEnd(node)))] };
      if (isScalar(node)) continue;
      for (const item of [...node.items].reverse()) open.push({ node: item, depth: depth + 1 });
    }
  }
  return { targets, findings };
}

function startAndEnd(node: Node): [number, number] {
  return [node.range?.[0] ?? 0, node.range?.[1] ?? 0];
}

function notAMapping(root: Node | null, text: string, placeAt: PlaceAt): Finding {
  const isEmpty = root === null || (isScalar(root) && root.value === null);
  const what = isEmpty ? "empty" : isSeq(root) ? "a list" : "text";
  const [start, end] = isEmpty ? [0, Math.min(1, text.length)] : startAndEnd(root);
  return {
    code: "NOT_A_MAPPING",
    severity: "error",
    place: placeAt(start, end),
    message: `the file is ${what}, and a build is a mapping.`,
    remedy: "Begin with the field steps: and a list of steps.",
  };
}

export function syntax(place: Place, message: string): Finding {
  const sentence = message.split("\n", 1)[0] ?? "";
  return {
    code: "YAML_SYNTAX",
    severity: "error",
    place,
    message: `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/[.:]+$/, "")}.`,
    remedy: "Correct the YAML here, or in the lines before.",
  };
}
