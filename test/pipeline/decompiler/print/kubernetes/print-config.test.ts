// A platform's document becomes calls of kubernetes() and pipelineConfig() where they give it.
import { expect, test } from "vitest";
import { compile } from "../../../../../pipeline/compiler/compile.ts";
import { component, kubernetes, pipeline, pipelineConfig, string } from "../../../../../pipeline/index.ts";
import { imported, importedFile } from "../../imported.ts";

const work = component({ name: "work", inputs: {}, container: () => ({ image: "alpine" }) });
const make = component({
  name: "make",
  inputs: {},
  outputs: { name: string() },
  container: () => ({ image: "alpine" }),
});

async function bodyOf(...given: Parameters<typeof imported>): Promise<string> {
  const text = await imported(...given);
  return text.slice(text.indexOf("export default"));
}

test("a handle to a claim stays one, although the file holds it twice", async () => {
  const mounted = pipeline({ name: "mounted", inputs: {} }, () => {
    const made = make({});
    work({}).platform(
      "kubernetes",
      kubernetes({ volumeClaims: [{ claim: made.outputs.name, mountPath: "/data", subPath: "a" }] }),
    );
  });
  expect(await bodyOf(mounted)).toMatchInlineSnapshot(`
    "export default pipeline({ name: "mounted", inputs: {} }, () => {
      const makeTask = make({});
      work({}).platform(
        "kubernetes",
        kubernetes({ volumeClaims: [{ claim: makeTask.outputs.name, mountPath: "/data", subPath: "a" }] }),
      );
    });
    "
  `);
});

test("settings without a word stand beside those that have one", async () => {
  const both = pipeline({ name: "both", inputs: {} }, () => {
    work({}).platform("kubernetes", {
      ...kubernetes({ nodeSelector: { pool: "gpu" } }),
      secretAsEnv: [{ secretName: "s", keyToEnv: [{ secretKey: "k", envVar: "K" }] }],
    });
  });
  expect(await bodyOf(both)).toMatchInlineSnapshot(`
    "export default pipeline({ name: "both", inputs: {} }, () => {
      work({}).platform("kubernetes", {
        ...kubernetes({ nodeSelector: { pool: "gpu" } }),
        secretAsEnv: [{ secretName: "s", keyToEnv: [{ secretKey: "k", envVar: "K" }] }],
      });
    });
    "
  `);
});

test("what older compilers do not say of a secret is null", async () => {
  const settings = kubernetes({ secretsAsVolumes: [{ secret: "s", mountPath: "/s", optional: null }] });
  expect(settings).toEqual({
    secretAsVolume: [
      { secretName: "s", secretNameParameter: { runtimeValue: { constant: "s" } }, mountPath: "/s" },
    ],
  });
  const old = pipeline({ name: "old", inputs: {} }, () => void work({}).platform("kubernetes", settings));
  expect(await bodyOf(old)).toMatchInlineSnapshot(`
    "export default pipeline({ name: "old", inputs: {} }, () => {
      work({}).platform(
        "kubernetes",
        kubernetes({ secretsAsVolumes: [{ secret: "s", mountPath: "/s", optional: null }] }),
      );
    });
    "
  `);
});

test("settings of several tasks are one constant", async () => {
  const shared = pipeline({ name: "shared", inputs: {} }, () => {
    const settings = kubernetes({ imagePullPolicy: "Always", podLabels: { team: "a" } });
    work({}).platform("kubernetes", settings);
    work({}).platform("kubernetes", settings);
  });
  expect(await imported(shared)).toMatchInlineSnapshot(`
    "const podSettings = kubernetes({ podLabels: { team: "a" }, imagePullPolicy: "Always" });

    const work = component({
      name: "work",
      inputs: {},
      container: () => ({ image: "alpine" }),
    });

    export default pipeline({ name: "shared", inputs: {} }, () => {
      work({}).platform("kubernetes", podSettings);
      work({}).platform("kubernetes", podSettings);
    });
    "
  `);
});

test("a pipeline's own settings are those of pipelineConfig()", async () => {
  const platforms = {
    kubernetes: pipelineConfig({
      workspace: { size: "1Gi", kubernetes: { pvcSpecPatch: { storageClassName: "fast" } } },
      resourceTtl: { onSuccess: 60 },
      activeDeadlineSeconds: 10,
    }),
  };
  const configured = pipeline({ name: "configured", platforms, inputs: {} }, () => void work({}));
  expect(await bodyOf(configured)).toMatchInlineSnapshot(`
    "export default pipeline(
      {
        name: "configured",
        inputs: {},
        platforms: {
          kubernetes: pipelineConfig({
            workspace: { size: "1Gi", kubernetes: { pvcSpecPatch: { storageClassName: "fast" } } },
            resourceTtl: { onSuccess: 60 },
            activeDeadlineSeconds: 10,
          }),
        },
      },
      () => {
        work({});
      },
    );
    "
  `);
});

test("a claim of a task that is not there is refused", async () => {
  const mounted = pipeline({ name: "mounted", inputs: {} }, () => {
    const claim = make({}).outputs.name;
    work({}).platform("kubernetes", kubernetes({ volumeClaims: [{ claim, mountPath: "/data" }] }));
  });
  const { pipeline: spec, platforms } = compile(mounted);
  const text = JSON.stringify(platforms).replaceAll('"producerTask":"make"', '"producerTask":"made"');
  const file = { pipeline: spec, platforms: JSON.parse(text) as NonNullable<typeof platforms> };
  await expect(importedFile(file)).rejects.toThrow(
    'file.yaml: root/dag/tasks/work for kubernetes takes an output of the task "made", which is not there.',
  );
});
