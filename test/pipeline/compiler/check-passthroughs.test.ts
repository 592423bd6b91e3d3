// Settings that a component passes on. Each message is asserted whole.
import { expect, test } from "vitest";
import { component, taskConfig } from "../../../pipeline/index.ts";
import { container, mistake, problemsOf } from "./mistakes.ts";

test("what a component passes on is all that is set on its task", () => {
  const launch = component({
    name: "launch",
    inputs: { config: taskConfig() },
    taskConfigPassthroughs: [{ field: "RESOURCES" }],
    container,
  });
  const wrong = mistake(() => {
    launch({})
      .resources({ cpu: 1 })
      .env({ A: "1" })
      .platform("kubernetes", { tolerations: [{ key: "a" }] });
  });
  const code = "NOT_PASSED_ON";
  expect(problemsOf(wrong)).toEqual([
    {
      code,
      where: "p/launch",
      message:
        'env() is set, but the component passes on only RESOURCES. Leave it out, or add "ENV" to its taskConfigPassthroughs.',
    },
    {
      code,
      where: "p/launch",
      message:
        'tolerations is set, but the component passes on only RESOURCES. Leave it out, or add "KUBERNETES_TOLERATIONS" to its taskConfigPassthroughs.',
    },
  ]);
});
