// Calls of programs that build and package -> whether they publish something.
import { type Outside, type ProgramCall, dryRun, verbs } from "./program-call.ts";

/** Tasks of gradle, by what stands behind the last colon. */
export function gradleTasks({ words: said, line: all }: ProgramCall): boolean | undefined {
  const tasks = said.map((task) => task.slice(task.lastIndexOf(":") + 1));
  const others = tasks.filter(
    (task) => !/^(?:publish\w*ToMavenLocal|jib(?:DockerBuild|BuildTar))$/.test(task),
  );
  const publishes = /^(?:(?:jib|deploy|upload|publish|bintray|dockerPush|pushImage)\w*|release)$/;
  if (others.some((task) => publishes.test(task))) return true;
  const isTold = others.some(
    (task) => /publish|deploy|release|push|upload|^run$/i.test(task) && !/Release/.test(task),
  );
  return isTold || /push=true|publish=true/i.test(all) ? undefined : false;
}

export function mavenPhases({ words: said, line: all }: ProgramCall): boolean | undefined {
  if (said.some((goal) => /^(?:deploy|\S+:(?:deploy|push|build|release|perform))$/.test(goal))) return true;
  const isTold = said.some((goal) => /publish|deploy|release|push|upload|^exec:/i.test(goal));
  return isTold || /-D\S*(?:push|publish|deploy)\S*(?:=true)/i.test(all) ? undefined : false;
}

export function bazelTargets({ words: [verb, ...targets] }: ProgramCall): boolean | undefined {
  if (verb !== "run" && verb !== "mobile-install") return false;
  const publishes = /push|publish|deploy|upload|release|[.:_-](?:apply|create|delete|replace)$/i;
  return targets.some((target) => publishes.test(target)) ? true : undefined;
}

export function vercel({ words: [verb], line: said }: ProgramCall): boolean | undefined {
  if (verb === undefined) return !/(?:^| )(?:--version|--help|-h|-v)(?: |$)/.test(said);
  return !/^(?:build|dev|help|inspect|link|list|login|logs|ls|pull|whoami)$/.test(verb);
}

const scriptNames =
  /^(?:tests?|lint|build|check|type-?check|types|format|fmt|coverage|compile|ci|e2e|unit|integration|tsc|prettier|eslint|jest|vitest|clean|docs|generate|codegen|validate|verify|pretest|prebuild|audit)(?:[:_-]|$)/;
const tells = /publish|deploy|release|push|upload/i;

/** Scripts of a package have any name; by some names they build and test. */
export function packageScripts({ words: said, line: all }: ProgramCall): boolean | undefined {
  const [verb = "", ...rest] = said;
  if (/^(?:publish|unpublish|deprecate|dist-tag)$/.test(verb)) return !dryRun.test(all);
  if (verb === "npm" || verb === "workspaces") return packageScripts({ words: rest, line: all });
  if (verb === "workspace") return packageScripts({ words: rest.slice(1), line: all });
  if (/^(?:run|run-script|foreach|recursive)$/.test(verb)) {
    const [script = ""] = rest;
    if (verb === "foreach" || /^(?:run|exec)$/.test(script))
      return packageScripts({ words: rest, line: all });
    return scriptNames.test(script) && !tells.test(script) ? false : undefined;
  }
  const own =
    /^(?:|add|audit|bin|cache|ci|clean-install|config|dedupe|explain|fetch|get|help|i|import|info|init|install|link|list|ls|outdated|pack|ping|pm|prune|rebuild|remove|root|set|store|t|uninstall|up|update|upgrade|version|view|whoami|why)$/;
  if (own.test(verb)) return false;
  return scriptNames.test(verb) && !tells.test(verb) ? false : undefined;
}

export const packagesPublish: Outside = verbs({
  publish: "publish unpublish deprecate yank owner dist-tag",
  harmless: `add audit bench build cache check clean clippy compile config deny doc env export fetch fix fmt format
    generate-lockfile help info init install lint list llvm-cov lock login metadata nextest new outdated package pip
    python remove search self show shell sync tarpaulin test tool tree uninstall update vendor venv verify-project version
    bootstrap changed`,
  dry: dryRun,
});

export const registryTools = verbs({
  publish: "append copy cp delete edit flatten gc index mutate push rebase tag",
  harmless: "auth blob catalog config digest export help ls manifest pull validate version",
});
