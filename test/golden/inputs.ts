// Inputs of every type: required, with a default, optional.
import {
  Artifact,
  artifactList,
  boolean,
  component,
  Dataset,
  double,
  int,
  list,
  Model,
  optional,
  pipeline,
  string,
  struct,
} from "pollux";

const inputs = {
  text: string({ description: "Some text." }),
  whole: int({ default: 8 }),
  number: double({ default: 0.5 }),
  truth: boolean({ default: false }),
  numbers: list(int(), { default: [1, 2] }),
  settings: struct({ rank: int(), name: string() }, { default: { rank: 4, name: "low" } }),
  anything: optional(list()),
  maybe: optional(string({ description: "Left out: nothing." })),
  dataset: Dataset,
  base: optional(Model),
  others: artifactList(Artifact),
} as const;

const inspect = component({
  name: "inspect",
  description: "Looks at everything.",
  inputs,
  container: () => ({ image: "example.com/inspect:1" }),
});

export default pipeline({ name: "inputs", description: "Inputs of every type.", inputs }, (given) => {
  inspect(given);
  inspect({
    text: "",
    whole: 0,
    number: -1.5e300,
    truth: true,
    numbers: [],
    settings: { rank: 1, name: "it's" },
    dataset: given.dataset,
    others: given.others,
  });
});
