// Says below a run's results which tests were skipped: their names say why, and no other reporter shows them.
import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";

export const skippedTests: Reporter = {
  onTestRunEnd(modules) {
    const names = modules
      .filter(({ project }) => project.config.testNamePattern === undefined) // which skips all others
      .flatMap((module) => skippedIn(module).map((name) => `${module.relativeModuleId}: ${name}`));
    if (names.length > 0) console.log(["Skipped:", ...names].join("\n  "));
  },
};

/** A group that is skipped as a whole is named once. */
function skippedIn(node: TestModule | TestSuite): readonly string[] {
  return node.children.array().flatMap((child: TestSuite | TestCase) => {
    if (child.options.mode === "skip") return [child.fullName];
    return child.type === "suite" ? skippedIn(child) : [];
  });
}
