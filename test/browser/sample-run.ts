// Runs a pipeline that has of everything a report shows: loops, branches, retries, the cache, failures, metrics, and
// artifacts of each kind, with texts in them that would run if they were taken for markup.
import type { ComponentSpec, PipelineSpec } from "../../pipeline/ir/pipeline-spec.ts";
import {
  constant,
  fromInput,
  fromTask,
  type Sandbox,
  sandbox,
  type ShComponent,
  small,
  task,
} from "../pipeline/runner/small-pipelines.ts";

/** If any of it ran, the page's title would say so. */
export const hostile = `</script><script>document.title="owned"</script><img src=x onerror="document.title='owned'">\u2028"' onload=x`;

const text = { parameterType: "STRING" } as const;
const artifact = (schemaTitle: string) => ({ artifactType: { schemaTitle, schemaVersion: "0.0.1" } });
const place = (name: string) => `{{$.outputs.artifacts['${name}'].path}}`;

/** A bar chart. */
const png =
  "iVBORw0KGgoAAAANSUhEUgAAAMgAAABQAQMAAABmo6jzAAAABlBMVEX///8vf9hGfO18AAAAP0lEQVR42mNgGAUDAvj/Pxi" +
  "kMv//DUOZ//+GkgxYcAjLoEfF4JVBCA5hGaSowCGDJjiEZSABQboMNsFRGYIyAAfyyvJ3kCzPAAAAAElFTkSuQmCC";

const ingest: ShComponent = {
  script:
    'echo "reading 4,000 rows from the warehouse"; { echo "customer,age,plan,spend,note"; for i in $(seq 1 60); do echo "$i,$((20 + i % 50)),plan-$((i % 3)),$((i * 37 % 900)).50,\\"says \\"\\"hi\\"\\", often\\""; done; } > "$1"',
  args: [place("customers")],
  outputs: { artifacts: { customers: artifact("system.Dataset") } },
};

const describe = (elsewhere: string): ShComponent => ({
  script: `
echo "seed $1"
printf '%s' '<h1 style="color:teal;font-family:sans-serif">Profile</h1><p>4,000 rows, 12 columns</p><svg width="220" height="70"><rect x="0" y="30" width="40" height="40" fill="teal"/><rect x="50" y="10" width="40" height="60" fill="teal"/><rect x="100" y="45" width="40" height="25" fill="teal"/></svg><script>parent.document.title="owned"</script><link rel="preconnect" href="${elsewhere}"><LINK rel="dns-prefetch" href="${elsewhere}"><img alt="" src="${elsewhere}/x.png"><meta http-equiv="refresh" content="0;url=${elsewhere}">' > "$2"
printf '%s' '# Findings

- **Spend** grows with age
- Plan 2 *churns* most, see [the handbook](https://example.com/handbook)
- [do not](javascript:document.title="owned") follow ![picture](${elsewhere}/x.png)

<img src=x onerror="document.title=1">

| plan | churn |
| ---- | ----: |
| 0    |  4 %  |
| 2    | 11 %  |
' > "$3"
printf '%s' '{"rows": 4000, "columns": ["customer", "age"], "note": "</script><script>document.title=1</script>"}' > "$4"
printf '%s' '${png}' | base64 -d > "$5"
mkdir -p "$6/shards"; for i in 1 2 3; do head -c $((i * 1000)) /dev/zero > "$6/shards/$i.bin"; done; echo '{}' > "$6/config.json"
for i in 1 2 3; do echo "{\\"id\\": $i, \\"prompt\\": \\"question $i\\", \\"score\\": 0.$i}"; done > "$7"
head -c 5000 /dev/urandom > "$8"`,
  args: [
    "{{$.inputs.parameters['seed']}}",
    ...["page", "notes", "summary", "chart", "shards", "lines", "weights"].map(place),
  ],
  inputs: {
    parameters: { seed: { parameterType: "NUMBER_INTEGER" } },
    artifacts: { customers: artifact("system.Dataset") },
  },
  outputs: {
    artifacts: {
      page: artifact("system.HTML"),
      notes: artifact("system.Markdown"),
      summary: artifact("system.Artifact"),
      chart: artifact("system.Artifact"),
      shards: artifact("system.Model"),
      lines: artifact("system.Dataset"),
      weights: artifact("system.Model"),
    },
  },
});

const points = [0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1].map((falsePositiveRate, index) => ({
  confidenceThreshold: 1 - index / 8,
  falsePositiveRate,
  recall: Math.min(1, falsePositiveRate ** 0.35),
}));
const confusionMatrix = {
  annotationSpecs: ["stays", "leaves", "<b>unsure"].map((displayName) => ({ displayName })),
  rows: [
    [182, 9, 4],
    [14, 71, 6],
    [3, 8, 22],
  ].map((row) => ({ row })),
};
const evaluation = JSON.stringify({
  artifacts: {
    metrics: {
      artifacts: [
        { name: "metrics", metadata: { accuracy: 0.8734921, auc: 0.9312, rows: 320, "f1 <i>": 0.81 } },
      ],
    },
    quality: { artifacts: [{ name: "quality", metadata: { confusionMatrix, confidenceMetrics: points } }] },
  },
});

const evaluate: ShComponent = {
  script: 'printf "%s" "$2" > "$1"',
  args: ["{{$.outputs.output_file}}", evaluation],
  inputs: { parameters: { best: { ...text, isOptional: true } } },
  outputs: {
    artifacts: { metrics: artifact("system.Metrics"), quality: artifact("system.ClassificationMetrics") },
  },
};

const trial: ShComponent = {
  script: 'echo "rate $1, seed $3"; sleep 0.1; printf 0.8%s "$1" > "$2"',
  args: [
    "{{$.inputs.parameters['rate']}}",
    "{{$.outputs.parameters['score'].output_file}}",
    "{{$.inputs.parameters['seed']}}",
  ],
  inputs: {
    parameters: { rate: { parameterType: "NUMBER_DOUBLE" }, seed: { parameterType: "NUMBER_INTEGER" } },
  },
  outputs: { parameters: { score: text } },
};

const flaky: ShComponent = {
  script:
    'echo x >> tries; n=$(wc -l < tries); echo "attempt $n: asking the registry"; sleep 0.05; test "$n" -ge 3 || { echo "503 registry unavailable" >&2; exit 1; }; echo registered',
};

const shard: ShComponent = {
  script: 'test "$1" -ne 17 -a "$1" -ne 63 || { echo "shard $1 is damaged: checksum differs" >&2; exit 3; }',
  args: ["{{$.inputs.parameters['number']}}"],
  inputs: { parameters: { number: { parameterType: "NUMBER_INTEGER" } } },
};

const deploy: ShComponent = {
  script: `echo "deploying with $TOKEN and $1"; printf '\\033[31mred alert\\033[0m\\n'; printf '%s\\n' "$2"; echo "endpoint refused the model: quota exceeded" >&2; exit 7`,
  args: ["{{$.inputs.parameters['api_token']}}", hostile],
  env: { TOKEN: "{{$.inputs.parameters['api_token']}}" },
  inputs: { parameters: { api_token: text, region: text } },
};

const say: ShComponent = { script: 'echo "done"' };

const tuning: ComponentSpec = {
  inputDefinitions: {
    parameters: { rate: { parameterType: "NUMBER_DOUBLE" }, seed: { parameterType: "NUMBER_INTEGER" } },
  },
  outputDefinitions: { parameters: { scores: { parameterType: "LIST" } } },
  dag: {
    tasks: {
      trial: task("trial", { rate: fromInput("rate"), seed: fromInput("seed") }),
      polish: task(
        "say",
        { score: fromTask("trial", "score") },
        {
          taskInfo: { name: "polish" },
          triggerPolicy: { condition: "inputs.parameter_values['score'] == '0.80.3'" },
        },
      ),
    },
    outputs: {
      parameters: {
        scores: { valueFromParameter: { producerSubtask: "trial", outputParameterKey: "score" } },
      },
    },
  },
};

const release: ComponentSpec = {
  inputDefinitions: { parameters: { api_token: text, region: text } },
  dag: {
    tasks: {
      register: task(
        "flaky",
        {},
        {
          taskInfo: { name: "register" },
          retryPolicy: { maxRetryCount: 4, backoffDuration: "0.1s", backoffFactor: 1 },
        },
      ),
      deploy: task(
        "deploy",
        { api_token: fromInput("api_token"), region: fromInput("region") },
        { dependentTasks: ["register"] },
      ),
      announce: task("say", {}, { taskInfo: { name: "announce" }, dependentTasks: ["deploy"] }),
    },
  },
};

const everything: ComponentSpec = {
  inputDefinitions: {
    parameters: { seed: { parameterType: "NUMBER_INTEGER" }, region: text, api_token: text },
  },
  dag: {
    tasks: {
      ingest: task("ingest", {}, { cachingOptions: { enableCache: true } }),
      describe: task(
        "describe",
        { seed: fromInput("seed") },
        {
          inputs: {
            artifacts: {
              customers: { taskOutputArtifact: { producerTask: "ingest", outputArtifactKey: "customers" } },
            },
          },
        },
      ),
      "for-loop-1": task(
        "tuning",
        { seed: fromInput("seed") },
        {
          taskInfo: { name: "tune" },
          dependentTasks: ["ingest"],
          iteratorPolicy: { parallelismLimit: 2 },
          parameterIterator: { itemInput: "rate", items: { raw: "[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]" } },
        },
      ),
      evaluate: task("evaluate", {}, { dependentTasks: ["for-loop-1"] }),
      "condition-1": task(
        "fallback",
        { seed: fromInput("seed") },
        {
          taskInfo: { name: "fallback" },
          dependentTasks: ["evaluate"],
          triggerPolicy: { condition: "inputs.parameter_values['seed'] > 1000.0" },
        },
      ),
      "verify-shards": task(
        "shard",
        {},
        {
          taskInfo: { name: "verify shards" },
          dependentTasks: ["describe"],
          iteratorPolicy: { parallelismLimit: 3 },
          parameterIterator: {
            itemInput: "number",
            items: { raw: JSON.stringify(Array.from({ length: 120 }, (_, i) => i)) },
          },
        },
      ),
      release: task(
        "release",
        { api_token: fromInput("api_token"), region: fromInput("region") },
        {
          dependentTasks: ["evaluate"],
        },
      ),
    },
  },
};

/** `elsewhere`: an address that what tasks wrote tries to reach. */
export function sampleSpec(elsewhere: string): PipelineSpec {
  const spec = small({
    root: {
      inputDefinitions: {
        parameters: {
          seed: { parameterType: "NUMBER_INTEGER", defaultValue: 7 },
          region: { ...text, defaultValue: "us-central1" },
          api_token: text,
          greeting: { ...text, defaultValue: "hello" },
          sizes: { parameterType: "LIST", defaultValue: [1, 2, 3] },
        },
      },
      dag: {
        tasks: {
          "exit-handler-1": task("everything", {
            seed: fromInput("seed"),
            region: fromInput("region"),
            api_token: fromInput("api_token"),
          }),
          notify: task(
            "say",
            { status: constant("") },
            {
              taskInfo: { name: "notify" },
              dependentTasks: ["exit-handler-1"],
              triggerPolicy: { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" },
            },
          ),
        },
      },
    },
    sh: { ingest, describe: describe(elsewhere), evaluate, trial, flaky, shard, deploy, say },
    components: {
      everything,
      tuning,
      release,
      fallback: {
        inputDefinitions: { parameters: { seed: { parameterType: "NUMBER_INTEGER" } } },
        dag: { tasks: { retrain: task("say", {}, { taskInfo: { name: "retrain" } }) } },
      },
    },
  });
  return {
    ...spec,
    pipelineInfo: {
      name: "churn-model",
      description: "Learns which customers leave, and puts the model where it can be asked.",
    },
  };
}

/** The second of two runs, so that some of it comes from the cache; it fails. */
export async function sampleRun(folder: string, elsewhere = "https://example.com"): Promise<Sandbox> {
  const box = sandbox(folder);
  const spec = sampleSpec(elsewhere);
  const parameters = { api_token: "tok-4711-do-not-show", greeting: hostile };
  await box.run(spec, { runId: "first", parameters: { ...parameters, seed: 1 } });
  await box.run(spec, { runId: "second", parameters });
  return box;
}
