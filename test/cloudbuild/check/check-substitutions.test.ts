import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkLimits } from "../../../cloudbuild/check/check-limits.ts";
import { checkSubstitutions } from "../../../cloudbuild/check/check-substitutions.ts";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import type { Mode } from "../../../cloudbuild/findings/finding.ts";
import "../../property-seed.ts";
import { saidOf } from "./said-of.ts";

const both: readonly Mode[] = ["trigger", "submit"];

/** The mode of a finding of one mode stands behind its code. */
function said(
  text: string,
  modes: readonly Mode[] = both,
  substitutions?: { readonly [name: string]: string },
): readonly string[] {
  return saidOf(
    (file) =>
      checkSubstitutions(file, { modes, ...(substitutions && { substitutions }) }).map((finding) => ({
        ...finding,
        code: finding.mode === undefined ? finding.code : `${finding.code} (${finding.mode})`,
      })),
    text,
  );
}

describe("UNDEFINED_SUBSTITUTION", () => {
  const text = 'steps: [{name: a, args: [$_X, "${_X}"]}]';

  test("says what each way of starting the build makes of a name without a value", () => {
    expect(said(text)).toEqual([
      '1:26+3 warning UNDEFINED_SUBSTITUTION: "$_X" has no value: a trigger that does not give it puts "" in its ' +
        "place, and gcloud builds submit refuses the build. " +
        'Give _X a default under "substitutions", or a value in the trigger or with --substitutions.',
      "  1:32+5 it is also used here",
    ]);
  });

  test("is an error where gcloud builds submit alone is looked at", () => {
    expect(said(text, ["submit"])[0]).toBe(
      '1:26+3 error UNDEFINED_SUBSTITUTION (submit): "$_X" has no value: gcloud builds submit refuses the build. ' +
        'Give _X a default under "substitutions", or a value in the trigger or with --substitutions.',
    );
  });

  test("is a warning for triggers", () => {
    expect(said(text, ["trigger"])[0]).toBe(
      '1:26+3 warning UNDEFINED_SUBSTITUTION (trigger): "$_X" has no value: a trigger that does not give it puts "" ' +
        'in its place. Give _X a default under "substitutions", or a value in the trigger.',
    );
  });

  test("is a warning where the build allows it", () => {
    expect(said(`${text}\noptions: {substitutionOption: ALLOW_LOOSE}`, ["submit"])[0]).toBe(
      '1:26+3 warning UNDEFINED_SUBSTITUTION (submit): "$_X" has no value: where none is given, "" takes its place. ' +
        'Give _X a default under "substitutions", or a value in the trigger or with --substitutions.',
    );
  });

  test("is not there with a default or a value that is given", () => {
    expect(said(`${text}\nsubstitutions: {_X: ""}`)).toEqual([]);
    expect(said(text, both, { _X: "1" })).toEqual([]);
  });

  test("knows the substitutions of pull requests", () => {
    const request = "steps: [{name: a, args: [$_PR_NUMBER]}]";
    expect(said(request, ["trigger"])).toEqual([]);
    expect(said(request)).toEqual([
      '1:26+11 warning UNDEFINED_SUBSTITUTION (submit): "$_PR_NUMBER" has a value on pull requests alone: gcloud ' +
        'builds submit refuses the build. Give _PR_NUMBER a default under "substitutions", or a value in the trigger ' +
        "or with --substitutions.",
    ]);
  });

  test("asks for a name that is nearly the same", () => {
    expect(said("steps: [{name: a, args: [$_TAGS, $_TAG]}]\nsubstitutions: {_TAG: a}")[0]).toMatch(
      / Did you mean "_TAG"\?$/,
    );
  });

  test("looks into values that are dynamic", () => {
    const value =
      "steps: [{name: $_X}]\nsubstitutions: {_X: 'a${GCP_REGION}'}\noptions: {dynamicSubstitutions: true}";
    expect(said(value)).toEqual([
      '2:23+13 warning UNDEFINED_SUBSTITUTION: "${GCP_REGION}" in the value of "_X" names nothing that has a value, ' +
        'and becomes "". Give GCP_REGION a value, or write ${GCP_REGION:-none} with a default.',
    ]);
  });
});

describe("UNKNOWN_BUILTIN", () => {
  test("asks for two dollars where a shell reads the name", () => {
    const text = "steps: [{name: bash, entrypoint: bash, args: [-c, 'echo $HOME ${HOME}']}]";
    expect(said(text)).toEqual([
      '1:57+5 error UNKNOWN_BUILTIN: "$HOME" names no substitution: Cloud Build gives none called HOME, and others ' +
        "begin with an underscore. Write $$HOME, which leaves $HOME to the shell.",
      "  1:63+7 it is also used here",
    ]);
  });

  test("sees that a name ends at the first small letter", () => {
    expect(said("steps: [{name: bash, args: [-c, 'echo $Foo']}]")).toEqual([
      '1:39+2 error UNKNOWN_BUILTIN: "$F" at the beginning of "$Foo" names no substitution: Cloud Build gives none ' +
        "called F, and others begin with an underscore. Write $$Foo, which leaves $Foo to the shell.",
    ]);
  });

  test.each([
    ["steps: [{name: a, args: ['--x=$FOO'], env: [FOO=1]}]", "Write $$FOO, which leaves $FOO to the shell."],
    ["steps: [{name: a, args: ['${TAG}', $_TAG]}]\nsubstitutions: {_TAG: a}", "Write ${_TAG}."],
    [
      "steps: [{name: 'gcr.io/$PROJECT_D/a'}]",
      'Call it $_PROJECT_D and give it a default under "substitutions", or write $$PROJECT_D for a $ that stays. ' +
        'Did you mean "PROJECT_ID"?',
    ],
  ])("has a remedy that fits %j", (text, remedy) => {
    const found = said(text);
    expect(found.length).toBe(1);
    expect(found[0]?.endsWith(` ${remedy}`)).toBe(true);
  });

  test("leaves what is the shell's alone", () => {
    const text =
      "steps: [{name: bash, args: [-c, 'for f in a; do echo ${f} ${file%.*} ${FOO:-b} $$BAR $1 $(pwd); done']}]";
    expect(said(text)).toEqual([]);
  });
});

describe("UNUSED_SUBSTITUTION", () => {
  test("points at those that seem to be used", () => {
    const text = "steps: [{name: bash, args: [-c, 'echo ${_X:-none}']}]\nsubstitutions: {_X: a}";
    expect(said(text, ["submit"])).toEqual([
      '2:17+2 error UNUSED_SUBSTITUTION (submit): "_X" is used nowhere, and gcloud builds submit refuses the build. ' +
        "Remove it, or set options.substitutionOption: ALLOW_LOOSE.",
      "  1:33+18 with an expansion it does not count here",
      '1:39+11 warning EXPANSION_IN_FIELD: "${_X:-none}" stays as it is: Cloud Build evaluates expansions in the ' +
        "values of substitutions alone. Give another substitution the value ${_X:-none} and use that here, with " +
        "options.dynamicSubstitutions: true.",
    ]);
  });

  test.each([
    ["steps: [{name: a}]\nsubstitutions: {_X: a}", 1],
    ["steps: [{name: $_X}]\nsubstitutions: {_X: a}", 0],
    ["steps: [{name: '$$_X'}]\nsubstitutions: {_X: a}", 1],
    ["steps: [{name: a}]\nsubstitutions: {_X: a}\noptions: {substitutionOption: ALLOW_LOOSE}", 0],
    ["steps: [{name: a}]\nsubstitutions: {_X: a}\noptions: {automapSubstitutions: true}", 0],
    ["steps: [{name: a, automapSubstitutions: true}]\nsubstitutions: {_X: a}", 0],
    ["steps: [{name: $_Y}]\nsubstitutions: {_X: a, _Y: '${_X}'}\noptions: {dynamicSubstitutions: true}", 0],
    ["steps: [{name: a}]\ntags: [$_X]\nsubstitutions: {_X: a}", 0],
  ])("in %j comes %d times", (text, count) => {
    const unused = (modes: readonly Mode[]) =>
      said(text, modes).filter((line) => line.includes("UNUSED_SUBSTITUTION")).length;
    expect([unused(both), unused(["trigger"])]).toEqual([count, 0]);
  });

  test("is about values that are given as well", () => {
    expect(said("steps: [{name: a}]", both, { _Y: "1" })).toEqual([
      '1:1+18 warning UNUSED_SUBSTITUTION (submit): "_Y" is given a value and is used nowhere, and gcloud builds ' +
        "submit refuses the build. Remove it, or set options.substitutionOption: ALLOW_LOOSE.",
    ]);
  });
});

describe("SCRIPT_NOT_SUBSTITUTED", () => {
  test("says how a script gets a substitution", () => {
    const text = "steps: [{name: $_X, script: 'BUILD_ID=1; echo $BUILD_ID $_X'}]\nsubstitutions: {_X: a}";
    expect(said(text)).toEqual([
      "1:57+3 warning SCRIPT_NOT_SUBSTITUTED: The script of step-1 uses _X, and nothing in a script is substituted: " +
        'the variable is empty there. Add "_X=$_X" to the step\'s env, or set automapSubstitutions: true.',
    ]);
  });

  test.each([
    "steps: [{name: a, script: 'echo $_X', env: ['_X=$_X']}]\nsubstitutions: {_X: a}",
    "steps: [{name: $_X, script: 'echo $_X', automapSubstitutions: true}]\nsubstitutions: {_X: a}",
    "steps: [{name: a, script: 'read -r BUILD_ID; for PROJECT_ID in a; do echo $BUILD_ID $PROJECT_ID $HOME; done'}]",
  ])("leaves %j alone", (text) => {
    expect(said(text)).toEqual([]);
  });
});

describe("MALFORMED_REFERENCE", () => {
  test("tells what is nearly a reference", () => {
    const text = "steps: [{name: $_X, args: ['${_x}', '${_TAG', $_tag]}]\nsubstitutions: {_X: a}";
    expect(said(text)).toEqual([
      '1:29+5 warning MALFORMED_REFERENCE: "${_x}" is no reference to a substitution and stays as it is. ' +
        "Write ${_X}, or $${_x} for a text that is to stay.",
      '1:38+6 warning MALFORMED_REFERENCE: "${_TAG" is no reference to a substitution and stays as it is. ' +
        "Write ${_TAG}, or $${_TAG for a text that is to stay.",
      '1:47+2 warning MALFORMED_REFERENCE: "$_tag" is read as a substitution called "_", since the names of ' +
        "substitutions have capital letters. Write $_TAG, or $$_tag for a variable of the shell.",
    ]);
  });
});

describe("values of substitutions", () => {
  const dynamic = "options: {dynamicSubstitutions: true}";

  test("DYNAMIC_SUBSTITUTIONS_OFF", () => {
    const text = "steps: [{name: $_X}]\nsubstitutions: {_X: 'a-${PROJECT_ID}'}";
    expect(said(text)).toEqual([
      '2:24+13 warning DYNAMIC_SUBSTITUTIONS_OFF (submit): The value of "_X" refers to "${PROJECT_ID}", and gcloud ' +
        "builds submit leaves that as it is. Set options.dynamicSubstitutions: true, as triggers do.",
    ]);
    expect([said(text, ["trigger"]), said(`${text}\n${dynamic}`)]).toEqual([[], []]);
  });

  test("DYNAMIC_SUBSTITUTIONS_OFF of a name without braces, but for the shell's", () => {
    const text =
      "steps: [{name: $_X, env: [A=$_Y]}]\nsubstitutions: {_X: e.pkg.dev/$PROJECT_ID/r, _Y: a$HOME}";
    expect(said(text, ["submit"])).toEqual([
      '2:31+11 warning DYNAMIC_SUBSTITUTIONS_OFF (submit): The value of "_X" refers to "$PROJECT_ID", and gcloud ' +
        "builds submit leaves that as it is. Set options.dynamicSubstitutions: true, as triggers do, and write " +
        "names within a longer value in braces, as ${PROJECT_ID}.",
    ]);
  });

  test("SUBSTITUTION_CYCLE", () => {
    const text = "steps: [{name: $_X}]\nsubstitutions: {_X: '${_Y}', _Y: '${_X}'}";
    const cycle = (name: string, value: string) =>
      `The value of "${name}" needs itself: "${value}". Give one of the substitutions of the cycle a value without references.`;
    expect(said(`${text}\n${dynamic}`)).toEqual([
      `2:21+7 error SUBSTITUTION_CYCLE: ${cycle("_X", "${_Y}")}`,
      `2:34+7 error SUBSTITUTION_CYCLE: ${cycle("_Y", "${_X}")}`,
    ]);
    expect(said(text).filter((line) => line.includes("CYCLE"))).toEqual([
      `2:21+7 warning SUBSTITUTION_CYCLE (trigger): ${cycle("_X", "${_Y}")}`,
      `2:34+7 warning SUBSTITUTION_CYCLE (trigger): ${cycle("_Y", "${_X}")}`,
    ]);
  });

  test("UNKNOWN_EXPANSION", () => {
    expect(said(`steps: [{name: $_X}]\nsubstitutions: {_X: '\${PROJECT_ID:+a}'}\n${dynamic}`)).toEqual([
      '2:22+16 warning UNKNOWN_EXPANSION: "${PROJECT_ID:+a}" in the value of "_X" is not among the expansions that ' +
        "Cloud Build documents. Use one of ^ ^^ , ,, :offset:length # ## % %% /from/to //from/to :-default, or set " +
        "the value as a whole.",
    ]);
  });

  test("REFERENCE_WITHOUT_BRACES", () => {
    expect(said(`steps: [{name: $_X}]\nsubstitutions: {_X: 'gcr.io/$PROJECT_ID/a'}\n${dynamic}`)).toEqual([
      '2:29+11 warning REFERENCE_WITHOUT_BRACES: "$PROJECT_ID" within the value of "_X" may stay as it is: in a ' +
        "value, references are read in braces. Write ${PROJECT_ID}.",
    ]);
  });

  test("PAYLOAD_BINDING", () => {
    const text = `steps: [{name: $_X}]\nsubstitutions: {_X: '$(body.message.title)'}\n${dynamic}`;
    expect(said(text)).toEqual([
      '2:22+21 warning PAYLOAD_BINDING (submit): "$(body.message.title)" is a part of the event that starts a ' +
        "trigger, and gcloud builds submit leaves it as it is. Set it in the trigger, and give a value that works " +
        "without an event here.",
    ]);
    expect(said(text, ["trigger"])).toEqual([]);
  });
});

describe("EMPTY_BUILTIN", () => {
  test("is about tags that only a tag's build has", () => {
    const text =
      "steps: [{name: gcr.io/cloud-builders/docker, args: [build, -t, 'gcr.io/$PROJECT_ID/a:$TAG_NAME', .]}]";
    expect(said(text)).toEqual([
      '1:86+9 warning EMPTY_BUILTIN: "$TAG_NAME" is empty where a push to a branch starts the build, or gcloud ' +
        'builds submit, and "gcr.io/$PROJECT_ID/a:$TAG_NAME" is no image\'s name then. ' +
        "Use $SHORT_SHA or $BUILD_ID, or start the build by tags alone.",
    ]);
  });

  test("is an error where gcloud builds submit alone is looked at and does not get the value", () => {
    const text = "steps: [{name: 'gcr.io/$PROJECT_ID/a:$COMMIT_SHA'}]";
    expect(said(text, ["submit"])).toEqual([
      '1:38+11 error EMPTY_BUILTIN (submit): "$COMMIT_SHA" is empty where gcloud builds submit starts the build, and ' +
        '"gcr.io/$PROJECT_ID/a:$COMMIT_SHA" is no image\'s name then. ' +
        "Give it with --substitutions=COMMIT_SHA=..., or use $BUILD_ID.",
    ]);
    expect([said(text, ["trigger"]), said(text, ["submit"], { COMMIT_SHA: "1" })]).toEqual([[], []]);
  });

  test("is not there where something is left of the name", () => {
    expect(said("steps: [{name: 'gcr.io/$PROJECT_ID/a:v-$TAG_NAME'}]")).toEqual([]);
  });
});

describe("LOCATION_MAY_BE_GLOBAL", () => {
  const text = "steps: [{name: '$LOCATION-docker.pkg.dev/$PROJECT_ID/a/b', args: ['--region=$LOCATION']}]";

  test("is said once of a build that may have no region", () => {
    expect(said(text)).toEqual([
      '1:17+9 warning LOCATION_MAY_BE_GLOBAL: "$LOCATION" is the region that the build runs in, and "global" where ' +
        "it is started without one. Start it with --region, by a trigger of a region, or make the region a " +
        "substitution of its own.",
    ]);
  });

  test("is not said of one in a pool, which has a region", () => {
    expect(said(`${text}\noptions: {pool: {name: p}}`)).toEqual([]);
  });
});

test("no text makes a check throw", () => {
  const texts = fc
    .array(
      fc.constantFrom(
        "$",
        "$$",
        "{",
        "}",
        "_X",
        "_",
        "A",
        "a",
        ":-",
        "/",
        "\\",
        "${",
        "${_Y}",
        "PROJECT_ID",
        "(body.",
      ),
    )
    .map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(texts, texts, (text, value) => {
      const build = {
        steps: [
          { name: `a${text}`, args: ["-c", text], env: [`A=${text}`] },
          { name: "a", script: `b${text}` },
        ],
        images: [`a${text}`],
        substitutions: { _X: value, _Y: text },
      };
      const { read } = readBuildFile("cloudbuild.json", JSON.stringify(build));
      if (read === undefined) throw new Error("it is a build");
      expect(checkSubstitutions(read, { modes: both })).toBeInstanceOf(Array);
      expect(checkLimits(read, { modes: both })).toEqual([]);
    }),
  );
});

// The predecessor looked for \$_[A-Z_]+ in the file's text.
describe("the predecessor's defects", () => {
  test("braces and digits are read", () => {
    expect(
      said("steps: [{name: '${_X}', args: [$_X2]}]", ["trigger"]).map((line) => line.split('"')[1]),
    ).toEqual(["${_X}", "$_X2"]);
  });

  test("a name behind two dollars is no reference", () => {
    expect(said("steps: [{name: a, args: [$$_X]}]")).toEqual([]);
  });
});

const corpus = resolve(import.meta.dirname, "..", "..", "..", "..", "shared", "cloudbuild", "corpus");

describe.skipIf(!existsSync(corpus))("real configs", () => {
  test("have as many findings as were looked at by hand", () => {
    const index = JSON.parse(readFileSync(join(corpus, "INDEX.json"), "utf8")) as {
      file: string;
      is_build: boolean;
    }[];
    const files = new Map<string, Set<string>>();
    for (const { file } of index.filter(({ is_build }) => is_build)) {
      const { read } = readBuildFile(file, readFileSync(join(corpus, file), "utf8"));
      for (const { code } of read === undefined ? [] : checkSubstitutions(read, { modes: both })) {
        files.set(code, (files.get(code) ?? new Set()).add(file));
      }
    }
    expect(Object.fromEntries([...files].map(([code, names]) => [code, names.size] as const).sort())).toEqual(
      {
        EMPTY_BUILTIN: 7,
        UNDEFINED_SUBSTITUTION: 34,
        UNKNOWN_BUILTIN: 2,
        UNUSED_SUBSTITUTION: 1,
      },
    );
  });
});
