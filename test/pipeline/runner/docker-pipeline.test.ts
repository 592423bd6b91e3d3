// Whole pipelines in containers, on a real engine.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { onPodman } from "./on-podman.ts";
import { constant, sandbox, type ShComponent, small, task } from "./small-pipelines.ts";

await onPodman("127.0.0.1:1", (_, executor) => {
  const make: ShComponent = {
    script: 'printf "made of %s" "$1" > "$2"',
    args: ["{{$.inputs.parameters['text']}}", "{{$.outputs.artifacts['made'].path}}"],
    inputs: { parameters: { text: { parameterType: "STRING" } } },
    outputs: { artifacts: { made: { artifactType: { schemaTitle: "system.Dataset" } } } },
  };
  const read: ShComponent = {
    script: 'cat "$1" "$2" > "$3"',
    args: [
      "{{$.inputs.artifacts['made'].path}}",
      "{{$.inputs.artifacts['given'].path}}",
      "{{$.outputs.parameters['text'].output_file}}",
    ],
    inputs: {
      artifacts: {
        made: { artifactType: { schemaTitle: "system.Dataset" } },
        given: { artifactType: { schemaTitle: "system.Dataset" } },
      },
    },
    outputs: { parameters: { text: { parameterType: "STRING" } } },
  };
  const cached = { cachingOptions: { enableCache: true } };

  test("tasks of a pipeline hand their files on, and are in the cache afterwards", async () => {
    const folder = temporaryFolder();
    const { run } = sandbox(folder);
    writeFileSync(join(folder, "given"), ", and given");
    const spec = small({
      root: {
        inputDefinitions: { artifacts: { given: { artifactType: { schemaTitle: "system.Dataset" } } } },
        dag: {
          tasks: {
            make: task("make", { text: constant("flour") }, cached),
            read: task(
              "read",
              {},
              {
                ...cached,
                inputs: {
                  artifacts: {
                    made: { taskOutputArtifact: { producerTask: "make", outputArtifactKey: "made" } },
                    given: { componentInputArtifact: "given" },
                  },
                },
              },
            ),
          },
          outputs: {
            parameters: {
              text: { valueFromParameter: { producerSubtask: "read", outputParameterKey: "text" } },
            },
          },
        },
      },
      sh: { make, read },
    });
    const options = { executor, artifacts: { given: join(folder, "given") } };
    const first = await run(spec, options);
    const second = await run(spec, options);
    expect([first, second].map(({ state, outputs, states }) => ({ state, outputs, states }))).toEqual(
      ["SUCCEEDED", "CACHED"].map((each) => ({
        state: "SUCCEEDED",
        outputs: { text: "made of flour, and given" },
        states: { make: each, read: each },
      })),
    );
  });

  test("a run that is cancelled ends its containers", async () => {
    const stop = new AbortController();
    const spec = small({
      root: { dag: { tasks: { long: task("long") } } },
      sh: { long: { script: "echo ready; sleep 600" } },
    });
    const { state, states } = await sandbox(temporaryFolder()).run(spec, {
      executor,
      signal: stop.signal,
      onEvent: ({ kind }) => void (kind === "task-line" && stop.abort()),
    });
    expect({ state, states }).toEqual({ state: "CANCELLED", states: { long: "CANCELLED" } });
  });
});
