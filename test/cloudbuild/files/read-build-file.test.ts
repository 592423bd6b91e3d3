import { describe, expect, test } from "vitest";
import { checkBuild } from "../../../cloudbuild/check/check-build.ts";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import type { Finding } from "../../../cloudbuild/findings/finding.ts";

/** `LINE:COLUMN+LENGTH SEVERITY CODE: MESSAGE REMEDY`, and indented what is related. */
function said(text: string): readonly string[] {
  return readBuildFile("cloudbuild.yaml", text).findings.flatMap(lines);
}

function lines({ code, severity, place, message, remedy, related = [] }: Finding): readonly string[] {
  return [
    `${place.line}:${place.column}+${place.length} ${severity} ${code}: ${message} ${remedy}`,
    ...related.map(
      (other) => `  ${other.place.line}:${other.place.column}+${other.place.length} ${other.note}`,
    ),
  ];
}

function built(text: string) {
  return readBuildFile("cloudbuild.yaml", text).read?.build;
}

const step = "steps: [{name: a}]\n";

describe("a build that is read", () => {
  test("is in the canonical spelling, whatever the file's", () => {
    const text = `
steps:
- name: a
  wait_for: ['-']
  secret_env: [MY_KEY]
  allow_exit_codes: ["1", 2]
available_secrets: {secret_manager: [{version_name: v, env: MY_KEY}]}
secrets: [{kms_key_name: k, secret_env: {my_key: YWI=}}]
options: {disk_size_gb: "100", machine_type: E2_HIGHCPU_8}
substitutions: {_A_B: x}
queue_ttl: 3.5s
`;
    expect(readBuildFile("cloudbuild.yaml", text).findings).toEqual([]);
    expect(built(text)).toEqual({
      steps: [{ name: "a", waitFor: ["-"], secretEnv: ["MY_KEY"], allowExitCodes: [1, 2] }],
      availableSecrets: { secretManager: [{ versionName: "v", env: "MY_KEY" }] },
      secrets: [{ kmsKeyName: "k", secretEnv: { my_key: "YWI=" } }],
      options: { diskSizeGb: 100, machineType: "E2_HIGHCPU_8" },
      substitutions: { _A_B: "x" },
      queueTtl: "3.5s",
    });
  });

  test("may be JSON, with tabs and a byte order mark", () => {
    expect(built('\ufeff{\r\n\t"steps": [\r\n\t\t{"name": "a\\/b\\ud83d\\ude00"}\r\n\t]\r\n}')).toEqual({
      steps: [{ name: "a/b😀" }],
    });
  });

  test("may have a dash in brackets, and lines of what is in brackets or quotes that start anywhere", () => {
    const text = `
steps:
- name: a
  waitFor: [-]
  args: ['-c', 'a &&
 b', -,-, &dash -]
images: [
"x/y"
]
`;
    expect(said(text)).toEqual([]);
    expect(built(text)).toEqual({
      steps: [{ name: "a", waitFor: ["-"], args: ["-c", "a && b", "-", "-", "-"] }],
      images: ["x/y"],
    });
  });

  test("has what aliases and merge keys bring, and its own fields before those", () => {
    const text = `
steps:
- &first {name: a, env: [A=1], dir: d}
- <<: *first
  env: [B=2]
- <<: [{id: three}, *first, {id: four}]
  args: &args [x, z]
`;
    expect(built(`${text}tags: *args\n`)).toEqual({
      steps: [
        { name: "a", env: ["A=1"], dir: "d" },
        { env: ["B=2"], name: "a", dir: "d" },
        { args: ["x", "z"], id: "three", name: "a", env: ["A=1"], dir: "d" },
      ],
      tags: ["x", "z"],
    });
  });

  test("takes a folder named . and text that only looks like numbers as text", () => {
    expect(built("steps: [{name: a, args: [., 1.2.3, 80:80, --x, 'yes', \"0777\", !!str 5]}]")).toEqual({
      steps: [{ name: "a", args: [".", "1.2.3", "80:80", "--x", "yes", "0777", "5"] }],
    });
  });

  test("has the fields that only some of Google's descriptions know", () => {
    const options =
      "{pubsubTopic: t, cluster: {name: c}, anthosCluster: {membership: m}, dockerDaemon: NO_DOCKER, pool: {workerConfig: {diskSizeGb: 3}}}";
    expect(said(`${step}options: ${options}\nartifacts: {mavenArtifacts: [{deployFolder: d}]}\n`)).toEqual(
      [],
    );
  });
});

describe("a build that is read with a warning", () => {
  test("has one value where a list is wanted", () => {
    const text = "steps: [{name: a, env: A=1, volumes: {name: v, path: /v}}]";
    expect(said(text)).toEqual([
      "1:24+3 warning NOT_A_LIST: steps[0].env is one value, and a list is wanted: gcloud takes it as a list of one. Write it as a list, with - before it or within [ ].",
      "1:38+19 warning NOT_A_LIST: steps[0].volumes is a mapping, and a list is wanted: gcloud takes it as a list of one. Write it as a list, with - before it or within [ ].",
    ]);
    expect(built(text)?.steps).toEqual([{ name: "a", env: ["A=1"], volumes: [{ name: "v", path: "/v" }] }]);
  });

  test("has a field without a value", () => {
    const text = "steps:\n- name: a\n  args:\n  dir: ~\n";
    expect(said(text)).toEqual([
      "3:3+4 warning EMPTY_FIELD: steps[0].args has no value, and is taken as not there. Remove the field, or give it a value.",
      "4:3+3 warning EMPTY_FIELD: steps[0].dir has no value, and is taken as not there. Remove the field, or give it a value.",
    ]);
    expect(built(text)).toEqual({ steps: [{ name: "a" }] });
  });

  test("has what the service fills in", () => {
    const text = `id: 1234\n${step}status: SUCCESS\n`;
    expect(said(text)).toEqual([
      "1:1+2 warning OUTPUT_FIELD: id is filled in by Cloud Build, and not taken from a config. Remove the field.",
      "3:1+6 warning OUTPUT_FIELD: status is filled in by Cloud Build, and not taken from a config. Remove the field.",
    ]);
    expect(built(text)).toEqual({ steps: [{ name: "a" }] });
  });

  test("has a field twice with one value, however it is written", () => {
    const text = "steps:\n- name: a\n  args: &args [b, {}, 1]\n  name: 'a'\n  args: *args\n";
    expect(said(text).filter((line) => !line.includes("WRONG_TYPE"))).toEqual([
      '4:3+4 warning DUPLICATE_KEY: "name" is given twice, with the same value. Keep one of the two.',
      "  2:3+4 the first",
      '5:3+4 warning DUPLICATE_KEY: "args" is given twice, with the same value. Keep one of the two.',
      "  3:3+4 the first",
    ]);
    expect(built("steps: [{name: a, name: a}]")).toEqual({ steps: [{ name: "a" }] });
  });

  test("has a field twice with two values, of which the first counts, as with gcloud", () => {
    const text = "steps:\n- name: a\n  args: [x]\n  args: [z]\n";
    expect(said(text)).toEqual([
      '4:3+4 warning DUPLICATE_KEY: "args" is given twice with two values: gcloud keeps the first, and other readers the last. Keep one of the two.',
      "  3:3+4 the first",
    ]);
    expect(built(text)).toEqual({ steps: [{ name: "a", args: ["x"] }] });
  });

  test("has a field of a few names without a value", () => {
    const text = `${step}options:\n  machineType:\n  sourceProvenanceHash:\n`;
    expect(said(text)).toEqual([
      "3:3+11 warning EMPTY_FIELD: options.machineType has no value, which gcloud builds submit refuses, and a trigger takes as not there. Remove the field, or give it a value.",
      "4:3+20 warning EMPTY_FIELD: options.sourceProvenanceHash has no value, which gcloud builds submit refuses, and a trigger takes as not there. Remove the field, or give it a value.",
    ]);
    expect(built(text)?.options).toEqual({});
  });

  test("has a whole number with a point", () => {
    const text = `${step}options: {diskSizeGb: 100.0}\n`;
    expect(said(text)).toEqual([
      "2:23+5 warning NUMBER_WITH_POINT: options.diskSizeGb is 100.0, and gcloud builds submit refuses a number with a point here. Write 100.",
    ]);
    expect(built(text)?.options).toEqual({ diskSizeGb: 100 });
  });

  test("has tabs where gcloud takes none", () => {
    const text = '{\n\t"steps":\t[{"name": "a\tb"}]\n}\n';
    expect(said(text)).toEqual([
      "2:1+0 warning TAB_BETWEEN_VALUES: 2 tabs stand outside of quotes, the first here, and gcloud builds submit refuses the file. Write blanks instead.",
    ]);
    expect(built(text)).toEqual({ steps: [{ name: "a\tb" }] });
  });

  test("was no UTF-8", () => {
    const text = new TextDecoder().decode(
      Uint8Array.from([...Buffer.from(`# caf`), 0xe9, 10, ...Buffer.from(step)]),
    );
    expect(said(text)).toEqual([
      "1:6+1 warning NOT_UTF8: the character U+FFFD stands here, as where a file is not UTF-8, which gcloud builds submit refuses. Save the file as UTF-8, and write the character anew.",
    ]);
  });

  test("names its source", () => {
    const { findings } = readBuildFile("cloudbuild.yaml", `${step}source: {gitSource: {url: u}}\n`);
    expect(findings).toEqual([
      {
        code: "SOURCE_IN_CONFIG",
        severity: "warning",
        place: { file: "cloudbuild.yaml", line: 2, column: 1, length: 6 },
        message: "the config names its source, which gcloud builds submit refuses.",
        remedy: "Remove the field: the trigger or the command line says where the source is.",
        mode: "submit",
      },
    ]);
  });
});

describe("what is no build is refused:", () => {
  test.each([
    [
      "YAML_SYNTAX",
      "steps: [{name: a}\n",
      "2:1+0 error YAML_SYNTAX: flow sequence in block collection must be sufficiently indented and end with a ]. Correct the YAML here, or in the lines before.",
    ],
    [
      "YAML_SYNTAX of an alias",
      "steps: *all\n",
      "1:8+4 error YAML_SYNTAX: no anchor &all stands before this alias. Correct the YAML here, or in the lines before.",
    ],
    [
      "YAML_SYNTAX of a character",
      "steps: '\u0007'\n",
      "1:9+1 error YAML_SYNTAX: the character U+0007 may not stand in YAML. Correct the YAML here, or in the lines before.",
    ],
    [
      "YAML_SYNTAX of a merge",
      "steps:\n- <<: [a]\n  name: a\n",
      "2:3+2 error YAML_SYNTAX: << takes a mapping or a list of mappings, which do not merge themselves. Correct the YAML here, or in the lines before.",
    ],
    [
      "YAML_TAG",
      "steps: [{name: !image a}]\n",
      '1:23+1 error YAML_TAG: the tag "!image" makes no text, number, list or mapping. Remove the tag.',
    ],
    [
      "MANY_DOCUMENTS",
      `${step}---\nname: b\n`,
      "3:1+7 error MANY_DOCUMENTS: the file holds 2 documents, and a build is one. Remove the line --- and what belongs to another file.",
    ],
    [
      "NOT_A_MAPPING",
      "# nothing\n",
      "1:1+1 error NOT_A_MAPPING: the file is empty, and a build is a mapping. Begin with the field steps: and a list of steps.",
    ],
    [
      "NOT_A_MAPPING of a list",
      "- name: a\n",
      "1:1+9 error NOT_A_MAPPING: the file is a list, and a build is a mapping. Begin with the field steps: and a list of steps.",
    ],
    [
      "WRONG_KEY",
      "steps: [{name: a, {b: c}: d}]\n",
      "1:19+6 error WRONG_KEY: a field's name is a list, a mapping or nothing, and it must be text. Write text that begins with a brace or bracket in quotes.",
    ],
    [
      "QUOTE_THIS",
      "steps: [{name: a, args: [0777]}]\n",
      '1:26+4 error QUOTE_THIS: steps[0].args[0] is 0777, which is the number 777 in YAML 1.2 and the number 511 in YAML 1.1, which gcloud reads. Write it in quotes: "0777".',
    ],
    [
      "QUOTE_THIS of true or false",
      "steps: [{name: a, allowFailure: yes}]\n",
      "1:33+3 error QUOTE_THIS: steps[0].allowFailure is yes, which is text in YAML 1.2 and true in YAML 1.1, which gcloud reads. Write true or false.",
    ],
    [
      "QUOTE_THIS of a number",
      "steps: [{name: a, allowExitCodes: [010]}]\n",
      "1:36+3 error QUOTE_THIS: steps[0].allowExitCodes[0] is 010, which is the number 10 in YAML 1.2 and the number 8 in YAML 1.1, which gcloud reads. Write it as a decimal number.",
    ],
    [
      "QUOTE_THIS of a name",
      "steps: [{name: a}]\nsecrets: [{secretEnv: {on: YWI=}}]\n",
      '2:24+2 error QUOTE_THIS: the name on is text in YAML 1.2 and true in YAML 1.1, which gcloud reads. Write it in quotes: "on".',
    ],
    [
      "WRONG_TYPE of nothing to wait for",
      "steps: [{name: a, waitFor: [null]}]\n",
      '1:29+4 error WRONG_TYPE: steps[0].waitFor[0] is nothing, and text is wanted. Write "-" in quotes for a step that waits for nothing, or remove it.',
    ],
    [
      "BOTH_SPELLINGS",
      "steps: [{name: a, wait_for: [b], waitFor: [c]}]\n",
      '1:34+7 error BOTH_SPELLINGS: "waitFor" and "wait_for" are one field in two spellings, and one of them would be lost. Keep one of the two.\n  1:19+8 the other spelling',
    ],
    [
      "EMPTY_SUBSTITUTION",
      `${step}substitutions:\n  _BUCKET:\n`,
      '3:3+7 error EMPTY_SUBSTITUTION: substitutions._BUCKET is nothing, and text is wanted. Write "" for the empty text, or remove it.',
    ],
    [
      "WRONG_TYPE of a number",
      "steps: [{name: a, args: [1.10]}]\n",
      '1:26+4 error WRONG_TYPE: steps[0].args[0] is the number 1.1, and text is wanted. Write it in quotes: "1.10".',
    ],
    [
      "WRONG_TYPE of a list",
      "steps: [{name: a, args: [[b]]}]\n",
      "1:26+3 error WRONG_TYPE: steps[0].args[0] is a list, and text is wanted. Write one text.",
    ],
    [
      "WRONG_TYPE of text",
      `${step}options: {dynamicSubstitutions: "true"}\n`,
      '2:33+6 error WRONG_TYPE: options.dynamicSubstitutions is "true", and true or false is wanted. Write true or false.',
    ],
    [
      "WRONG_TYPE of an item that is nothing",
      "steps:\n- name: a\n  args: [b, ~]\n",
      '3:13+1 error WRONG_TYPE: steps[0].args[1] is nothing, and text is wanted. Write "" for the empty text, or remove it.',
    ],
    [
      "WRONG_TYPE of one value where a list of names is wanted, which gcloud does not take either",
      `${step}options: {sourceProvenanceHash: MD5}\n`,
      '2:33+3 error WRONG_TYPE: options.sourceProvenanceHash is "MD5", and a list is wanted. Write a list.',
    ],
    [
      "UNKNOWN_FIELD with a name near it",
      "steps:\n- name: a\n  entry_point: b\n",
      '3:3+11 error UNKNOWN_FIELD: steps[0] has a field "entry_point", which the API does not know. Did you mean "entrypoint"?',
    ],
    [
      "UNKNOWN_FIELD of another place",
      `${step}machine_type: E2_MEDIUM\n`,
      '2:1+12 error UNKNOWN_FIELD: the build has a field "machine_type", which the API does not know. Move it: it is a field of options.',
    ],
    [
      "UNKNOWN_FIELD",
      "steps: [{name: a, volumes: [{name: v, path: /v, colour: red}]}]\n",
      '1:49+6 error UNKNOWN_FIELD: steps[0].volumes[0] has a field "colour", which the API does not know. Remove it; the fields here are: name, path.',
    ],
    [
      "UNKNOWN_VALUE",
      `${step}options: {machineType: e2-highcpu-8}\n`,
      '2:24+12 error UNKNOWN_VALUE: options.machineType is "e2-highcpu-8", which the API does not know. Write E2_HIGHCPU_8.',
    ],
    [
      "UNKNOWN_VALUE like no other",
      `${step}options: {substitutionOption: LOOSE}\n`,
      '2:31+5 error UNKNOWN_VALUE: options.substitutionOption is "LOOSE", which the API does not know. Use one of: MUST_MATCH, ALLOW_LOOSE.',
    ],
    [
      "WRONG_DURATION",
      `${step}timeout: 10m\n`,
      '2:10+3 error WRONG_DURATION: timeout is "10m", which is not a number of seconds with an s. Write 600s.',
    ],
    [
      "WRONG_DURATION with a substitution",
      "steps: [{name: a, timeout: $_TIMEOUT}]\n",
      '1:28+9 error WRONG_DURATION: steps[0].timeout is "$_TIMEOUT", which is not a number of seconds with an s, and substitutions are not made here. Write seconds, as 600s.',
    ],
    [
      "NO_STEPS of an empty list",
      "steps: []\n",
      "1:8+2 error NO_STEPS: the build has no steps, and needs at least one. List a step under steps:.",
    ],
    [
      "NO_STEPS",
      "images: [a]\n",
      "1:1+11 error NO_STEPS: the build has no steps, and needs at least one. List a step under steps:.",
    ],
    [
      "MISSING_FIELD",
      "steps:\n- args: [b]\n",
      '2:3+9 error MISSING_FIELD: steps[0] has no field "name". Give it the field name:.',
    ],
    [
      "TWO_OF_ONE",
      `${step}dependencies: [{gitSource: {repository: {url: u, developer_connect: d}}}]\n`,
      '2:50+17 error TWO_OF_ONE: dependencies[0].gitSource.repository has "url" and "developerConnect", of which it may have one. Keep one of the two.',
    ],
    [
      "WRONG_BASE64, without its value",
      `${step}secrets: [{secretEnv: {KEY: YWI}}]\n`,
      "2:24+3 error WRONG_BASE64: secrets[0].secretEnv.KEY is not text in base64, padded with =. Encrypt the value with Cloud KMS, and write what comes out as base64 in quotes.",
    ],
    [
      "WRONG_BASE64 of a number, without its value",
      `${step}availableSecrets: {inline: [{envMap: {KEY: 0777}}]}\n`,
      "2:39+3 error WRONG_BASE64: availableSecrets.inline[0].envMap.KEY is not text in base64, padded with =. Encrypt the value with Cloud KMS, and write what comes out as base64 in quotes.",
    ],
    [
      "SUBSTITUTION_NAME of a built-in",
      `${step}substitutions: {COMMIT_SHA: a}\n`,
      '2:17+10 error SUBSTITUTION_NAME: "COMMIT_SHA" cannot be set in a config: names of a config\'s own begin with _. Remove it if it is one of Cloud Build\'s own, or name it "_COMMIT_SHA".',
    ],
    [
      "SUBSTITUTION_NAME",
      `${step}substitutions: {my-tag: a}\n`,
      '2:17+6 error SUBSTITUTION_NAME: "my-tag" is no name for a substitution, which is _ and capital letters, digits and _. Name it "_MY_TAG".',
    ],
  ])("%s", (_, text, expected) => {
    expect(built(text)).toBeUndefined();
    expect(said(text).join("\n")).toBe(expected);
  });

  test("everything that is wrong is said at once, in the order of the file", () => {
    const text = "steps:\n- name: 1\n  timeout: 5 min\n  args: [yes]\ntags: {a: b}\nfoo: 1\n";
    expect(
      readBuildFile("cloudbuild.yaml", text).findings.map(({ code, place }) => [place.line, code]),
    ).toEqual([
      [2, "WRONG_TYPE"],
      [3, "WRONG_DURATION"],
      [4, "QUOTE_THIS"],
      [5, "NOT_A_LIST"],
      [5, "WRONG_TYPE"],
      [6, "UNKNOWN_FIELD"],
    ]);
  });
});

describe("a build that is refused", () => {
  function mended(text: string) {
    return readBuildFile("cloudbuild.yaml", text).mended?.build;
  }

  test("is mended where single fields are wrong, for what else there is to find", () => {
    const text = `
steps:
- {name: a, args: [1.10, ~, yes], timeout: 10m, foo: x, env: A=1}
options: {machineType: e2-medium, dynamicSubstitutions: "true"}
substitutions: {my-tag: a, _B: }
`;
    expect(mended(text)).toEqual({
      steps: [{ name: "a", args: ["1.1", "", "yes"], env: ["A=1"] }],
      options: {},
      substitutions: { _B: "" },
    });
  });

  test("is mended where items of lists are wrong, with the places of those that follow", () => {
    const text = `
steps:
- {name: a, id: first, allowExitCodes: [256, -1, 1.5, x, 3], env: [A: b], args: [c: d]}
- {name: a, waitFor: [null, first]}
options: {sourceProvenanceHash: [SHA1, MD5], env: [{B: }]}
`;
    const { mended: file } = readBuildFile("cloudbuild.yaml", text);
    expect(file?.build).toEqual({
      steps: [
        { name: "a", id: "first", allowExitCodes: [256, -1, 3], env: ["A=b"], args: ["c: d"] },
        { name: "a", waitFor: ["first"] },
      ],
      options: { sourceProvenanceHash: ["MD5"], env: ["B="] },
    });
    expect(file?.placeOf(["steps", 0, "allowExitCodes", 2]).column).toBe(58);
    expect(file?.placeOf(["steps", 1, "waitFor", 0]).column).toBe(29);
  });

  test("says nothing of a step that waits for nothing but that", () => {
    const { mended: file } = readBuildFile("cloudbuild.yaml", "steps: [{name: a, waitFor: [null]}]");
    expect(file === undefined ? [] : checkBuild(file, { modes: ["trigger", "submit"] })).toEqual([]);
    expect(file?.build).toEqual({ steps: [{ name: "a", waitFor: [] }] });
  });

  test.each([
    ["a step has no name", "steps: [{args: [a]}, {name: b}]\n"],
    ["an item of a list is none", "steps: [{name: a, volumes: [x]}]\n"],
    ["there are no steps", "images: [a]\n"],
    ["it is no YAML", "steps: [\n"],
  ])("is not mended where %s", (_, text) => {
    expect(mended(text)).toBeUndefined();
  });
});
