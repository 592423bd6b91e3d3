// Containers that differ in a few texts only are made by one function.
import { expect, test } from "vitest";
import { component, executorInput, pipeline } from "../../../../pipeline/index.ts";
import { imported } from "../imported.ts";

const starter = `set -e\n${"echo starting\n".repeat(10)}exec "$0" "$@"`;

function wrapped(name: string, image: string, source: string) {
  return component({
    name,
    inputs: {},
    container: () => ({
      image,
      command: ["sh", "-c", starter, source],
      args: ["--input", executorInput, "--entry-point", name],
    }),
  });
}

test("what differs is what the function takes, named after the flag before it or by its looks", async () => {
  const [first, second] = [wrapped("first", "a:1", "one\n1\n"), wrapped("second", "b:1", "two\n2\n")];
  const both = pipeline({ name: "both", inputs: {} }, () => {
    first({});
    second({});
  });
  expect(await imported(both)).toMatchInlineSnapshot(`
    "const sharedText = \`set -e
    echo starting
    echo starting
    echo starting
    echo starting
    echo starting
    echo starting
    echo starting
    echo starting
    echo starting
    echo starting
    exec "$0" "$@"\`;

    const sharedContainer = (image: string, source: string, entryPoint: string) => ({
      image,
      command: ["sh", "-c", sharedText, source],
      args: ["--input", executorInput, "--entry-point", entryPoint],
    });

    const first = component({
      name: "first",
      inputs: {},
      container: () =>
        sharedContainer(
          "a:1",
          \`one
    1
    \`,
          "first",
        ),
    });

    const second = component({
      name: "second",
      inputs: {},
      container: () =>
        sharedContainer(
          "b:1",
          \`two
    2
    \`,
          "second",
        ),
    });

    export default pipeline({ name: "both", inputs: {} }, () => {
      first({});
      second({});
    });
    "
  `);
});

test("a container that most do not look like stays as it is", async () => {
  const other = component({
    name: "other",
    inputs: {},
    container: () => ({ image: "c", command: ["a", "b", "c", "d"], args: ["e", "f", "g", "h"] }),
  });
  const [first, second] = [wrapped("first", "a:1", "one\n1\n"), wrapped("second", "b:1", "two\n2\n")];
  const all = pipeline({ name: "all", inputs: {} }, () => {
    first({});
    other({});
    second({});
  });
  expect(await imported(all)).toMatch(/const other = .*\n.*\n.*\n.*container: \(\) => \(\{/);
});
