import { expect, test } from "vitest";
import { mergedOf, waitsOf } from "./merge-of.ts";

const three = `steps:
  - { id: a, name: x }
  - { id: b, name: x, waitFor: ["-"] }
  - { name: x }
`;

test("steps wait for what their config says, by ids of their component, without what follows from the rest", () => {
  expect(
    waitsOf(
      mergedOf({ web: { yaml: three }, api: { yaml: "steps: [{ name: x }, { name: x }, { name: x }]\n" } }),
    ),
  ).toEqual({
    "api:step-1": ["-"],
    "api:step-2": ["api:step-1"],
    "api:step-3": ["api:step-2"],
    "web:a": ["-"],
    "web:b": ["-"],
    "web:step-3": ["web:a", "web:b"],
  });
});

test("first steps wait for the last steps of a component that is needed, and a step that is named for what it needs", () => {
  const components = {
    web: { yaml: three, needs: [{ on: ["api"] }, { step: "step-3", on: ["zeta:one"] }] },
    api: {
      yaml: "steps: [{ id: one, name: x }, { id: two, name: x, waitFor: [one] }, { id: three, name: x, waitFor: [one] }]\n",
    },
    zeta: { yaml: "steps: [{ id: one, name: x }, { id: two, name: x }]\n" },
  };
  const merged = mergedOf(components);
  expect(waitsOf(merged)).toEqual({
    "api:one": ["-"],
    "api:two": ["api:one"],
    "api:three": ["api:one"],
    "web:a": ["api:two", "api:three"],
    "web:b": ["api:two", "api:three"],
    "zeta:one": ["-"],
    "web:step-3": ["web:a", "web:b", "zeta:one"],
    "zeta:two": ["zeta:one"],
  });
  expect(merged.steps.find(({ id }) => id === "web:step-3")?.waits).toEqual([
    { on: "web:a", because: { kind: "config" } },
    { on: "web:b", because: { kind: "config" } },
    { on: "zeta:one", because: { kind: "needs", need: "zeta:one" } },
  ]);
});

test("a step without an id gets no name that another step has", () => {
  const yaml = "steps: [{ id: step-2, name: x }, { name: x }]\n";
  expect(waitsOf(mergedOf({ web: { yaml } }))).toEqual({
    "web:step-2": ["-"],
    "web:step-2-unnamed": ["web:step-2"],
  });
});

test("what options say for all steps of one component is said by its steps, whose own value wins", () => {
  const { build } = mergedOf({
    api: {
      yaml: `steps:
  - { id: own, name: x, env: [A=own], secretEnv: [S], volumes: [{ name: v, path: /v }], automapSubstitutions: false }
  - { id: other, name: x, volumes: [{ name: v, path: /v }] }
options:
  { env: [A=1, B=2], secretEnv: [S, T], volumes: [{ name: w, path: /v }], automapSubstitutions: true, diskSizeGb: 10 }
`,
    },
    web: { yaml: "steps: [{ id: only, name: x }]\noptions: { machineType: E2_MEDIUM, diskSizeGb: 20 }\n" },
  });
  expect(build).toEqual({
    steps: [
      {
        id: "api:own",
        name: "x",
        env: ["B=2", "A=own"],
        secretEnv: ["T", "S"],
        volumes: [{ name: "api.v", path: "/v" }],
        automapSubstitutions: false,
        waitFor: ["-"],
      },
      {
        id: "api:other",
        name: "x",
        env: ["A=1", "B=2"],
        secretEnv: ["S", "T"],
        volumes: [{ name: "api.v", path: "/v" }],
        automapSubstitutions: true,
        waitFor: ["api:own"],
      },
      { id: "web:only", name: "x", waitFor: ["-"] },
    ],
    options: { machineType: "E2_MEDIUM", diskSizeGb: 20 },
  });
});

test("what all components say alike stays an option", () => {
  const yaml = "steps: [{ id: x, name: x }]\noptions: { env: [A=1], automapSubstitutions: true }\n";
  expect(mergedOf({ api: { yaml }, web: { yaml } }).build.options).toEqual({
    env: ["A=1"],
    automapSubstitutions: true,
  });
});

test("a script that gets substitutions as variables keeps the names that it knows", () => {
  const { build } = mergedOf({
    web: {
      yaml: "steps: [{ name: x, script: echo $_TAG, automapSubstitutions: true }]\nsubstitutions: { _TAG: '1' }\n",
      rename: { _TAG: "_WEB_TAG" },
    },
  });
  expect(build).toEqual({
    steps: [
      {
        id: "web:step-1",
        name: "x",
        script: "echo $_TAG",
        automapSubstitutions: true,
        env: ["_TAG=${_WEB_TAG}"],
        waitFor: ["-"],
      },
    ],
    substitutions: { _WEB_TAG: "1" },
  });
});

test("secrets of every kind are joined: by variable, and those of Cloud KMS by their key", () => {
  const legacy = (env: string): string =>
    `secrets: [{ kmsKeyName: projects/p/k, secretEnv: { ${env}: Zm9vYmFy } }]\n`;
  const inline = (env: string): string =>
    `{ inline: [{ kmsKeyName: projects/p/i, envMap: { ${env}: Zm9vYmFy } }], `;
  const managed = "secretManager: [{ versionName: projects/p/secrets/s/versions/1, env: SAME }] }\n";
  const { build } = mergedOf({
    api: { yaml: `steps: [{ name: x }]\n${legacy("A")}availableSecrets: ${inline("I")}${managed}` },
    web: { yaml: `steps: [{ name: x }]\n${legacy("B")}availableSecrets: ${inline("J")}${managed}` },
  });
  expect([build.secrets, build.availableSecrets]).toEqual([
    [{ kmsKeyName: "projects/p/k", secretEnv: { A: "Zm9vYmFy", B: "Zm9vYmFy" } }],
    {
      secretManager: [{ versionName: "projects/p/secrets/s/versions/1", env: "SAME" }],
      inline: [{ kmsKeyName: "projects/p/i", envMap: { I: "Zm9vYmFy", J: "Zm9vYmFy" } }],
    },
  ]);
});

test("images, tags and artifacts of all five kinds are united", () => {
  const yaml = (name: string): string => `steps: [{ name: x }]
images: [both, ${name}]
tags: [both, ${name}]
artifacts:
  objects: { location: gs://b/, paths: [${name}] }
  mavenArtifacts: [{ repository: https://r, path: ${name}, artifactId: a, groupId: g, version: '1' }]
  pythonPackages: [{ repository: https://r, paths: [both] }]
  npmPackages: [{ repository: https://r, packagePath: ${name} }]
  goModules: [{ repositoryName: r, repositoryLocation: l, modulePath: ${name}, moduleVersion: v1 }]
`;
  const { build } = mergedOf({ api: { yaml: yaml("api") }, web: { yaml: yaml("web") } });
  const { steps, ...rest } = build;
  const maven = { repository: "https://r", artifactId: "a", groupId: "g", version: "1" };
  const module = { repositoryName: "r", repositoryLocation: "l", moduleVersion: "v1" };
  expect(rest).toEqual({
    images: ["both", "api", "web"],
    tags: ["both", "api", "web"],
    artifacts: {
      objects: { location: "gs://b/", paths: ["api", "web"] },
      mavenArtifacts: [
        { ...maven, path: "api" },
        { ...maven, path: "web" },
      ],
      pythonPackages: [{ repository: "https://r", paths: ["both"] }],
      npmPackages: [
        { repository: "https://r", packagePath: "api" },
        { repository: "https://r", packagePath: "web" },
      ],
      goModules: [
        { ...module, modulePath: "api" },
        { ...module, modulePath: "web" },
      ],
    },
    timeout: undefined,
  });
  expect(steps.length).toBe(2);
});

test("of one component everything stays but ids and waitFor", () => {
  const yaml = `steps:
  - { name: x, volumes: [{ name: v, path: /v }] }
  - { id: b, name: x, volumes: [{ name: v, path: /v }], waitFor: ["-"] }
timeout: 60s
options: { env: [A=1], volumes: [{ name: w, path: /w }], substitutionOption: ALLOW_LOOSE }
`;
  const volumes = [{ name: "v", path: "/v" }];
  expect(mergedOf({ web: { yaml } }).build).toEqual({
    steps: [
      { id: "web:step-1", name: "x", volumes, waitFor: ["-"] },
      { id: "web:b", name: "x", volumes, waitFor: ["-"] },
    ],
    timeout: "60s",
    options: { env: ["A=1"], volumes: [{ name: "w", path: "/w" }], substitutionOption: "ALLOW_LOOSE" },
  });
});
