// Command lines refer to what is there. Each message is asserted whole.
import { expect, test } from "vitest";
import { component, concat, Dataset, ifPresent, optional, string } from "../../../pipeline/index.ts";
import { mistake, problemsOf } from "./mistakes.ts";

test("a command line refers to what the component has", () => {
  const wrong = component({
    name: "wrong",
    inputs: { data: optional(Dataset) },
    outputs: { text: string() },
    container: ({ inputs }) => ({
      image: "example.com/step:1",
      command: [concat("--model=", ifPresent("model", ["{{$.inputs.parameters['rank']}}"]))],
      args: ["{{$.outputs.parameters['txt'].output_file}}", `--data=${inputs.data}`],
    }),
  });
  expect(problemsOf(mistake(() => void wrong({})))).toEqual([
    {
      code: "UNKNOWN_INPUT",
      where: "p/wrong",
      message: 'its command refers to the input "rank", which is not there. Its inputs are: data.',
    },
    {
      code: "UNKNOWN_INPUT",
      where: "p/wrong",
      message: 'its command refers to the input "model", which is not there. Its inputs are: data.',
    },
    {
      code: "UNKNOWN_OUTPUT",
      where: "p/wrong",
      message: 'its command refers to the output "txt", which is not there. Its outputs are: text.',
    },
    {
      code: "OBJECT_IN_TEXT",
      where: "p/wrong",
      message:
        'its command holds "--data=[object Object]", where an object was put into text. Give a path or a uri of an artifact, and concat() and ifPresent() as arguments of their own.',
    },
  ]);
});
