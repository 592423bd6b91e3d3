// An environment that all calls have is the component's, another is set by each task.
import { expect, test } from "vitest";
import { component, pipeline, string } from "../../../pipeline/index.ts";
import { imported } from "./imported.ts";

const greet = component({
  name: "greet",
  inputs: { text: string() },
  container: ({ inputs }) => ({ image: "alpine", args: [inputs.text] }),
});

test("what all calls have is the component's own", async () => {
  const all = pipeline({ name: "all", inputs: {} }, () => {
    greet({ text: "a" }).env({ MODE: "fast" });
    greet({ text: "b" }).env({ MODE: "fast" });
  });
  expect(await imported(all)).toMatchInlineSnapshot(`
    "const greet = component({
      name: "greet",
      inputs: { text: string() },
      container: ({ inputs }) => ({
        image: "alpine",
        args: [inputs.text],
        env: { MODE: "fast" },
      }),
    });

    export default pipeline({ name: "all", inputs: {} }, () => {
      greet({ text: "a" });
      greet({ text: "b" });
    });
    "
  `);
});

test("calls that differ set their own", async () => {
  const some = pipeline({ name: "some", inputs: {} }, () => {
    greet({ text: "a" }).env({ MODE: "fast" });
    greet({ text: "b" });
  });
  expect(await imported(some)).toMatchInlineSnapshot(`
    "const greet = component({
      name: "greet",
      inputs: { text: string() },
      container: ({ inputs }) => ({ image: "alpine", args: [inputs.text] }),
    });

    export default pipeline({ name: "some", inputs: {} }, () => {
      greet({ text: "a" }).env({ MODE: "fast" });
      greet({ text: "b" });
    });
    "
  `);
});

test("a component that stands alone has it", async () => {
  const alone = component({
    name: "alone",
    inputs: { text: string() },
    container: ({ inputs }) => ({ image: "alpine", env: { TEXT: inputs.text } }),
  });
  expect(await imported(alone)).toMatchInlineSnapshot(`
    "export default component({
      name: "alone",
      inputs: { text: string() },
      container: ({ inputs }) => ({ image: "alpine", env: { TEXT: inputs.text } }),
    });
    "
  `);
});
