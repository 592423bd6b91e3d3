// Pipelines with everything in them that the golden pipelines do not have, and with names that are hard to print.
import {
  and,
  Artifact,
  artifactList,
  artifactOutput,
  artifactType,
  boolean,
  cast,
  component,
  concat,
  Dataset,
  described,
  double,
  equals,
  escaped,
  exitHandler,
  field,
  greaterThan,
  importer,
  int,
  list,
  metadataOf,
  Model,
  omitted,
  oneOf,
  optional,
  parallelFor,
  pipeline,
  pipelineJobName,
  pipelineTaskId,
  rawInput,
  string,
  struct,
  taskConfig,
  taskFinalStatus,
  text,
  when,
} from "pollux";

interface GoogleModel extends Artifact<"google.Model"> {}
const GoogleModel = artifactType<GoogleModel>("google.Model");
const NewModel = artifactType<Model>("system.Model", "0.0.2");
const Unversioned = artifactType("x.y", { version: null });
const Described = artifactType("", { schema: { instance: "title: A`b${c}\ntype: object\n\\d" } });
const Elsewhere = artifactType("", { schema: { uri: "https://example.com/my_schema.yaml" } });
const AnyArtifact = artifactType<Artifact>("system.Artifact", "1.0.0");

const make = component({
  name: "make",
  inputs: { seed: string() },
  outputs: { text: string(), list: list(), struct: struct(), count: int(), half: double(), model: Model },
  container: ({ outputs }) => ({ image: "example.com/make:1", args: [outputs.text.path, outputs.model.uri] }),
});

const use = component({
  name: "use",
  inputs: {
    text: optional(string()),
    number: optional(double()),
    list: optional(list(struct({ a: int() }))),
  },
  container: () => ({ image: "example.com/use:1" }),
});

const listen = component({
  name: "listen",
  inputs: {
    status: taskFinalStatus({ isOptional: false, description: "It." }),
    "odd-name": optional(string()),
  },
  container: ({ inputs }) => ({ image: "example.com/listen:1", args: [inputs.status, inputs["odd-name"]] }),
});

const types = pipeline(
  {
    name: "types",
    displayName: "Every `type`",
    description: 'Two\nlines */ of "it\'s" ${x}\u2028',
    schemaVersion: "2.1.0",
    defaultPipelineRoot: "gs://bucket/root",
    platforms: { kubernetes: { pipelineConfig: { __proto__x: 1, constructor: [null, -0, 1e300] } } },
    singlePlatformSpecs: [{ platform: "a", config: { b: 1 } }],
    inputs: {
      raw: int({ rawDefault: "no number" }),
      given: string({ default: "a", isOptional: false }),
      one: string({ literals: ["fast", "slow"], default: "fast" }),
      other: optional(string({ literals: ["fast", "slow"], description: "" })),
      items: list(undefined, { default: [1, "a", { ["__proto__"]: 2 }] }),
      fields: struct(undefined, { description: "Any." }),
      nested: struct({ in: struct({ list: list(list(boolean())) }) }),
      job: string({ default: `job-${pipelineJobName}` }),
      model: optional(described(GoogleModel, "Maybe.")),
      models: described(artifactList(NewModel), "Some."),
      more: artifactList(AnyArtifact),
    },
    outputs: {
      text: string({ description: "The text." }),
      model: artifactOutput(Artifact, { description: "m", metadata: { a: ["b"] } }),
      either: Model,
    },
  },
  (inputs) => {
    const told = component({
      name: "told",
      description: "Says ``` and */",
      inputs: {
        config: taskConfig(),
        mode: string({ literals: ["fast", "slow"] }),
        of: optional(described(Described, "d")),
        at: optional(Elsewhere),
        un: optional(Unversioned),
      },
      outputs: {
        out: described(artifactList(Unversioned), "o"),
        made: artifactOutput(Model, { properties: {} }),
      },
      taskConfigPassthroughs: [{ field: "RESOURCES", applyToTask: true }],
      container: ({ inputs: i, outputs: o }) => ({
        image: "example.com/told:1",
        command: [
          metadataOf(i.of, "it is"),
          escaped(i.mode),
          escaped(metadataOf(i.of, "k"), 2),
          `$${i.mode}{`,
          "{{$.inputs.parameters['mode'].no}} {{$.unknown}} {{$",
          "`${x}`\\\r\n\u0007\u2028\ud800",
          concat("a", i.mode, concat(`b${o.made.metadata}c`)),
          `${pipelineTaskId}-${i.mode}`,
        ],
        env: { ["__proto__"]: "e", "a-b": i.mode },
        lifecycle: { preCacheCheck: { command: ["check"] } },
      }),
    });
    const first = told({ mode: inputs.one }).condition("inputs.parameter_values['mode'] == 'fast'");
    const second = told(
      { mode: cast(inputs.job, string({ literals: ["fast", "slow"] })) },
      { name: "first" },
    );
    const made = make({ seed: inputs.given });
    use({ number: 1, list: [{ a: 1 }] }, { waitsOnlyFor: [first, made.outputs.model] });
    use({ text: omitted as never });
    return {
      text: made.outputs.text,
      model: second.outputs.made,
      either: oneOf(first.outputs.made, second.outputs.made),
    };
  },
);

const tasks = pipeline(
  { name: "tasks", inputs: { "odd-name": string(), inputs: struct(), items: list() } },
  (inputs) => {
    const odd = inputs["odd-name"];
    const made = make({ seed: text`$${odd}{\`\\${inputs.items}\n${made0(inputs.inputs)}` });
    make({ seed: text`${odd}` }, { name: "new" });
    make({ seed: rawInput({ runtimeValue: { runtimeParameter: "re`gion" } }) }, { name: "make-9" });
    make(
      { seed: "x" },
      { undeclared: { extra: [{ a: text`b${odd}` }, odd], __proto__: 1, more: rawInput({}) } },
    );
    const each = use({ list: made.outputs.list as never }).iterate({
      itemInput: "list",
      items: { inputParameter: "list" },
      parallelism: 2,
    });
    use({ text: `run ${pipelineJobName}`, number: cast(field(inputs.inputs, "n"), double()) })
      .after(each, made, odd)
      .displayName("")
      .retry({ maxRetryCount: 2, backoffDuration: null })
      .resources({
        cpu: odd,
        memory: "1G",
        accelerator: { type: made.outputs.text, count: made.outputs.count },
      })
      .platform("kubernetes", { a: made.outputs.text, b: [text`${odd}/x`, { ["__proto__"]: odd }], c: 1 });
    use({})
      .resourceSpec({ cpuLimit: 1 })
      .caching(false, "k")
      .env({ "A`": "${b}", ["__proto__"]: "c" });
    listen({ status: made.finalStatus(), "odd-name": "`" }).ignoreUpstreamFailure();
    const one = importer({ type: Dataset, uri: text`gs://${odd}/x` }, { name: "import" });
    const field1 = field(inputs.inputs, "a");
    importer({
      name: "imp",
      type: GoogleModel,
      uri: odd,
      metadata: { z: odd, a: { b: [text`${made.outputs.count}-${odd}`, cast(field1, string()), "`${}"] } },
      reimport: true,
    }).after(one);
  },
);

function made0<T>(value: T): T {
  return value;
}

const groups = pipeline(
  { name: "groups", inputs: { items: list(), any: struct(), mode: string(), n: int() } },
  (inputs) => {
    const made = make({ seed: "class" }, { name: "class" });
    const loop = parallelFor(
      { items: inputs.items, itemName: "it", name: "each", displayName: "Each" },
      (item) => {
        when(equals(item as never, 1.5), () => void use({ text: cast(item, string()) }), {
          name: "if",
          after: [made],
        });
        parallelFor({ items: item as never }, (inner: typeof inputs.any) => {
          use({ text: cast(field(inner, "x"), string()) });
        });
        return { count: make({ seed: "1" }).outputs.count };
      },
    );
    parallelFor({ items: [1, "a", null, { b: [] }] as never[], after: [loop.count] }, (item) => {
      use({ text: item });
    });
    parallelFor({ items: [{ a: 1, ["__proto__"]: "x" }], parallelism: 1 }, (item) => {
      use({ number: field(item, "a"), text: field(item, "__proto__") });
    });
    const chain = when(
      and(greaterThan(field(inputs.any, "n") as never, inputs.n), equals("a" as never, inputs.mode)),
      () => ({ text: make({ seed: "2" }).outputs.text, half: make({ seed: "3" }).outputs.half }),
      { displayName: "one", all: { name: "all", after: [loop.count] } },
    )
      .elseIf(
        equals(inputs.mode as never, "b"),
        () => ({ text: make({ seed: "4" }).outputs.text, half: make({ seed: "5" }).outputs.half }),
        { name: "two" },
      )
      .otherwise(() => ({ text: make({ seed: "6" }).outputs.text, half: make({ seed: "7" }).outputs.half }));
    const handled = exitHandler(
      (status) => listen({ status }).displayName("Bye"),
      () => {
        const group = exitHandler(
          (status) => listen({ status }),
          () => void use({ text: chain.text }),
          { name: "inner" },
        );
        use({}).after(group);
        return { made: make({ seed: "8" }).outputs.model };
      },
      { after: [made] },
    );
    use({ number: chain.half }).after(handled.made);
    return { counts: loop.count };
  },
);

const text1 = component({ name: "text", inputs: {}, container: () => ({ image: "a" }) });
const text2 = component({ name: "text", inputs: {}, container: () => ({ image: "b" }) });
const shared = `${"x".repeat(120)}\nimport kfp \`\${no}`;
const holding = (name: string) =>
  component({ name, inputs: {}, container: () => ({ image: "c", command: ["python", "-c", shared] }) });
const inPython = component({
  name: "class",
  inputs: { n: int() },
  outputs: { Output: int() },
  python: {
    image: "python:3.11",
    file: "count.py",
    source: 'def count(n: int) -> int:\n    """`n` ${and} \\\\ more"""\n    return n\n',
    function: "count",
    env: { A: "b" },
  },
});
const resolver = component({
  name: "resolver",
  inputs: {},
  outputs: { model: Model },
  executor: { resolver: { outputArtifactQueries: { model: { filter: "`'\"" } } } },
});
const nested = pipeline({ name: "string", inputs: { n: int() } }, (inputs) => ({
  Output: inPython({ n: inputs.n }).outputs.Output,
}));

const definitions = pipeline({ name: "definitions", inputs: {} }, () => {
  text1({});
  text2({});
  holding("string")({});
  holding("delete")({});
  resolver({});
  const first = nested({ n: 1 });
  nested({ n: first.outputs.Output }).env({});
});

const alone = component({
  name: "alone",
  inputs: { n: int() },
  container: ({ inputs }) => ({ image: "example.com/alone:1", args: [inputs.n] }),
});

export const awkward = { types, tasks, groups, definitions, alone };
