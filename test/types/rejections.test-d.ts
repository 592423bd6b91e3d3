// What kfp refuses when a pipeline is compiled and `tsc` refuses here; test/rejections/README.md names each by the text
// behind `@ts-expect-error`. Nothing here runs.
import {
  Artifact,
  artifactList,
  boolean,
  component,
  Dataset,
  equals,
  field,
  int,
  list,
  Model,
  oneOf,
  optional,
  parallelFor,
  pipeline,
  string,
  text,
  when,
} from "pollux";
import { implement } from "pollux/executor";
import { compile } from "../../pipeline/compiler/compile.ts";

const image = "example.com/step:1";
const container = () => ({ image });
const make = component({
  name: "make",
  inputs: { seed: string() },
  outputs: { text: string(), texts: list(string()), count: int(), data: Dataset, any: Artifact },
  container,
});
const use = component({ name: "use", inputs: { text: string() }, container });
const print = component({ name: "print", inputs: { number: int() }, container });
const sum = component({ name: "sum", inputs: { numbers: list(int()) }, container });
const read = component({ name: "read", inputs: { data: Dataset }, container });
const add = component({
  name: "add",
  inputs: { datasets: artifactList(Dataset), text: string() },
  container,
});

const parts = {
  inputs: { seed: string(), numbers: list(int()), sets: artifactList(Dataset), yes: boolean() },
};

/** Never called: several of the mistakes would also throw. */
export const wiring = () =>
  pipeline({ name: "wiring", ...parts }, (inputs) => {
    const made = make({ seed: "1" });
    const { outputs } = made;
    // @ts-expect-error a text is no artifact
    read({ data: inputs.seed });
    parallelFor({ items: inputs.numbers }, (item) => {
      // @ts-expect-error an integer is no text
      use({ text: item });
    });
    // @ts-expect-error an integer is no list of integers
    sum({ numbers: outputs.count });
    // @ts-expect-error a text is no integer
    print({ number: inputs.seed });
    // @ts-expect-error a list of artifacts is no artifact
    read({ data: inputs.sets });
    // @ts-expect-error an artifact is no list of artifacts
    add({ datasets: outputs.data, text: "x" });
    // @ts-expect-error a component takes its inputs by name
    add(inputs.sets, "x");
    // @ts-expect-error a component has no other inputs than it declares
    use({ text: "x", txt: "y" });
    // @ts-expect-error a required input is not left out
    add({ datasets: inputs.sets });
    // @ts-expect-error two required inputs are not left out
    add({});
    // @ts-expect-error a task waits for tasks, not for names
    made.after("make");
    // @ts-expect-error a text is no list to loop over
    parallelFor({ items: inputs.seed }, () => {});
    // @ts-expect-error an artifact is no list to loop over
    parallelFor({ items: outputs.data }, () => {});
    // @ts-expect-error a text has no fields
    field(inputs.seed, "length");
    parallelFor({ items: [{ rank: 1 }] }, (item) => {
      // @ts-expect-error an item has the fields of its type only
      field(item, "ranks");
    });
    // @ts-expect-error a list has no fields
    field(inputs.numbers, "length");
    // @ts-expect-error an artifact has no fields
    field(outputs.data, "schemaTitle");
  });

export const branches = () =>
  pipeline({ name: "branches", ...parts }, (inputs) => {
    const { outputs } = make({ seed: "1" });
    const first = equals(inputs.seed, "a");
    // @ts-expect-error an artifact is compared with nothing
    equals(outputs.data, "a");
    // @ts-expect-error true is no condition
    when(true, () => {});
    // @ts-expect-error false is no condition of another branch
    when(first, () => {}).elseIf(false, () => {});
    // @ts-expect-error without otherwise() branches give no value
    use({ text: when(first, () => ({ text: outputs.text })).text });
    const closed = when(first, () => {}).otherwise(() => {});
    // @ts-expect-error there is no second otherwise()
    closed.otherwise(() => {});
    // @ts-expect-error branches do not give a text and a list
    when(first, () => ({ one: outputs.text })).otherwise(() => ({ one: outputs.texts }));
    // @ts-expect-error where a branch gives a Dataset, another does not give just any artifact
    when(first, () => ({ one: outputs.data })).otherwise(() => ({ one: outputs.any }));
    // @ts-expect-error branches do not give a parameter and an artifact
    when(first, () => ({ one: outputs.text })).otherwise(() => ({ one: outputs.data }));
    const one = oneOf(outputs.text, inputs.seed);
    // @ts-expect-error oneOf() takes no oneOf()
    oneOf(one, outputs.text);
    // @ts-expect-error oneOf() stands in no text
    use({ text: text`the ${one}` });
  });

export const outputs = () => [
  pipeline(
    { name: "list", inputs: {}, outputs: { data: Dataset } },
    // @ts-expect-error a list of artifacts is returned as no artifact
    () => parallelFor({ items: [1] }, () => ({ data: make({ seed: "1" }).outputs.data })),
  ),
  // @ts-expect-error a declared parameter is returned
  pipeline({ name: "parameter", inputs: {}, outputs: { msg: string() } }, () => {}),
  // @ts-expect-error a declared artifact is returned
  pipeline({ name: "artifact", inputs: {}, outputs: { model: Model } }, () => {}),
  // @ts-expect-error only pipelines are compiled, no functions
  compile(() => {}),
  // @ts-expect-error only pipelines are compiled, and something
  compile(undefined),
];

export const definitions = () => [
  // @ts-expect-error an input has a type
  component({ name: "untyped", inputs: { input: undefined }, container }),
  // @ts-expect-error the name of a type is no type
  component({ name: "misnamed", inputs: { input: "Dataset" }, container }),
  // @ts-expect-error an artifact has no default
  optional(Model, { default: "gs://model" }),
  // @ts-expect-error a list of parameters is not made of artifacts
  list(Artifact),
  // @ts-expect-error a list of artifacts is not made of parameters
  artifactList(string()),
  // @ts-expect-error a default is one of the literals
  string({ literals: ["fast", "slow"], default: "fats" }),
  // @ts-expect-error container() gives a container and no output
  component({ name: "output", inputs: {}, container: () => ({ model: "gs://model" }) }),
];

const io = {
  name: "io",
  inputs: { text: string(), rate: int(), model: Model, models: artifactList(Model) },
  outputs: { count: int() },
};
export const commands = () => [
  // @ts-expect-error an artifact input is no text
  component({ ...io, container: ({ inputs }) => ({ image, args: [inputs.model] }) }),
  // @ts-expect-error a parameter has no path
  component({ ...io, container: ({ inputs }) => ({ image, args: [inputs.text.path] }) }),
  // @ts-expect-error a parameter has no uri
  component({ ...io, container: ({ inputs }) => ({ image, args: [inputs.rate.uri] }) }),
  // @ts-expect-error an output parameter has no uri
  component({ ...io, container: ({ outputs }) => ({ image, args: [outputs.count.uri] }) }),
  // @ts-expect-error an artifact has no channel
  component({ ...io, container: ({ inputs }) => ({ image, args: [inputs.model.channel] }) }),
  // @ts-expect-error a list of artifacts has no name
  component({ ...io, container: ({ inputs }) => ({ image, args: [inputs.models.name] }) }),
  // @ts-expect-error a list of artifacts has no items
  component({ ...io, container: ({ inputs }) => ({ image, args: [inputs.models[0]] }) }),
  // @ts-expect-error a command takes no input that is not declared
  component({ ...io, container: ({ inputs }) => ({ image, args: [inputs.input000] }) }),
  // @ts-expect-error a command takes no output that is not declared
  component({ ...io, container: ({ outputs }) => ({ image, args: [outputs.output000.path] }) }),
];

// @ts-expect-error code gives every output parameter that is declared
implement(make, async () => ({ text: undefined, texts: [], count: 1 }));
