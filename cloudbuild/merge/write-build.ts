// A build -> the YAML of it: fields in one order, an argument to a line, and quotes wherever YAML 1.1 and 1.2 read otherwise.
import { Document, isMap, isScalar, isSeq, Scalar, visit } from "yaml";
import type { Build } from "../format/build.ts";

/** In the order in which people write them; others come after these, by name. */
const buildFields = [
  ...["steps", "timeout", "queueTtl", "images", "artifacts", "substitutions", "options", "availableSecrets"],
  ...["secrets", "serviceAccount", "logsBucket", "tags", "source", "gitConfig", "dependencies"],
];

const stepFields = [
  ...[
    "id",
    "name",
    "waitFor",
    "dir",
    "entrypoint",
    "args",
    "script",
    "env",
    "secretEnv",
    "automapSubstitutions",
  ],
  ...["volumes", "timeout", "allowFailure", "allowExitCodes"],
];

/** `comment` stands at the top, a `#` before each of its lines. */
export function writeBuild(build: Build, comment: string): string {
  const steps = build.steps.map((step) => inOrder(step, stepFields));
  const document = new Document(inOrder({ ...build, steps }, buildFields), { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === "string") node.type = styleOf(node.value);
    },
    Seq: (_, node) => {
      const [only] = node.items;
      node.flow = node.items.length === 1 && isScalar(only) && only.value === "-"; // waitFor: ["-"]
    },
  });
  spaceSteps(document);
  if (comment !== "") document.commentBefore = comment.replaceAll(/^/gm, " ");
  return document.toString({
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Infinity,
    flowCollectionPadding: false,
  });
}

function inOrder(value: object, fields: readonly string[]): { readonly [field: string]: unknown } {
  const place = (field: string): number => (fields.includes(field) ? fields.indexOf(field) : fields.length);
  const sorted = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
  return Object.fromEntries(sorted);
}

/**
 * Whatever looks like a number, a time or a word that a version of YAML knows is quoted, more than must be: readers need
 * not think about it. Lines of text are a block where a block keeps them as they are.
 */
function styleOf(text: string): Scalar.Type {
  const isPlain =
    text === text.trim() &&
    !/^([-+]?[\d._][\d._:,+ T-]*([eE][-+]?\d+)?Z?|[-+]?0[xXob][\da-fA-F_]+)$/.test(text) &&
    !/^(|y|n|yes|no|on|off|true|false|null|~|=|<<|-|[-+]?\.(inf|nan))$/i.test(text);
  if (/[^\P{Cc}\n]|[\u2028\u2029\ufeff]/u.test(text)) return Scalar.QUOTE_DOUBLE;
  if (text.includes("\n")) return /^\s|[ ]\n/.test(text) ? Scalar.QUOTE_DOUBLE : Scalar.BLOCK_LITERAL;
  return isPlain ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE;
}

/** An empty line between steps, and before each further field. */
function spaceSteps({ contents }: Document): void {
  if (!isMap(contents)) return;
  contents.items.forEach(({ key, value }, index) => {
    if (index > 0 && isScalar(key)) key.spaceBefore = true;
    if (isScalar(key) && key.value === "steps" && isSeq(value)) {
      value.items.forEach((step, at) => {
        if (at > 0 && isMap(step)) step.spaceBefore = true;
      });
    }
  });
}
