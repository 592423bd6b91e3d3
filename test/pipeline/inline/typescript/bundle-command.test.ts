import { expect, test } from "vitest";
import { bundleCommand, readBundleCommand } from "../../../../pipeline/inline/typescript/bundle-command.ts";

const compressed = Buffer.from("not really compressed");
const [, ...args] = bundleCommand("components/greet/run.ts", compressed);

test("what a command line carries is read from it", () => {
  expect(readBundleCommand([...args, "--executor_input", "{}"])).toEqual({
    name: "components/greet/run.ts",
    compressed,
    args: ["--executor_input", "{}"],
  });
});

test.each([
  ["another program's arguments", ["server.js"]],
  ["other code", args.map((each) => each.replace("await import", "await  import"))],
  ["other options", ["--inspect", ...args]],
  ["nothing", []],
])("no bundle is read from %s", (_, given) => {
  expect(readBundleCommand(given)).toBeUndefined();
});
