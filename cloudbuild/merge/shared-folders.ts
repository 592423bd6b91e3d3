// Components that run at the same time and write to the same place in /workspace -> warnings.
import { posix } from "node:path";
import type { Finding } from "../findings/finding.ts";
import type { BuildStep } from "../format/build.ts";
import { dockerCommandOf } from "../steps/docker-commands.ts";
import { valuesOf } from "../steps/docker-options.ts";
import { knownValues } from "../steps/known-values.ts";
import { commandsOf, lineOf } from "../steps/step-commands.ts";
import type { Command } from "../steps/step-commands.ts";
import type { StepNode } from "./merge-part.ts";
import { placeOfStep } from "./merge-part.ts";
import type { StepGraph } from "./step-graph.ts";
import { ancestorsOf, hasBit } from "./step-graph.ts";

const values = knownValues();

/** Commands that fill the folder where they run. Each writes files of its own names: `as` tells them apart. */
const writers: readonly { readonly words: RegExp; readonly as: string }[] = [
  { words: /^(npm (ci|install|i|update)|yarn( install)?|pnpm (install|i))( |$)/, as: "node_modules" },
  { words: /^(mvn|\.\/mvnw) /, as: "target" },
  { words: /^(gradle|\.\/gradlew) /, as: "build" },
  { words: /^terraform init( |$)/, as: ".terraform" },
  { words: /^bundle install( |$)/, as: "vendor" },
];

/** One for each two components and place. */
export function sharedFolders(nodes: readonly StepNode[], graph: StepGraph): readonly Finding[] {
  const ancestors = ancestorsOf(graph);
  const written = nodes.map((node) => ({ node, places: writtenBy(node.step) }));
  const told = new Set<string>();
  const findings: Finding[] = [];
  for (const { node: later, places } of written) {
    for (const place of places) {
      for (const { node: earlier, places: others } of written) {
        if (earlier.node >= later.node || earlier.part === later.part || !others.has(place)) continue;
        if (hasBit(ancestors[later.node], earlier.node) || hasBit(ancestors[earlier.node], later.node))
          continue;
        const key = JSON.stringify([earlier.part.name, later.part.name, place]);
        if (told.has(key)) continue;
        told.add(key);
        findings.push(finding({ earlier, later, place }));
      }
    }
  }
  return findings;
}

function finding(of: {
  readonly earlier: StepNode;
  readonly later: StepNode;
  readonly place: string;
}): Finding {
  const { earlier, later, place } = of;
  return {
    code: "SHARED_FOLDER",
    severity: "warning",
    place: placeOfStep(later),
    message: `"${later.id}" and "${earlier.id}" write ${place} and may run at the same time.`,
    remedy: "Give one of them a dir of its own, or let one need the other in builds.ts.",
    related: [{ place: placeOfStep(earlier), note: "the other step" }],
  };
}

/** Files that are told by name, and folders of tools. Paths with substitutions count as they are written. */
function writtenBy(step: BuildStep): ReadonlySet<string> {
  let folder = posix.join("/workspace", step.dir ?? "");
  const places = new Set<string>();
  for (const command of commandsOf(step, 0, values)) {
    const line = lineOf(command);
    const [program, first] = command.words;
    if (program?.text === "cd" && first !== undefined) folder = posix.resolve(folder, first.text);
    for (const { words: pattern, as } of writers) if (pattern.test(line)) places.add(posix.join(folder, as));
    for (const path of filesWritten(command)) places.add(posix.resolve(folder, path));
  }
  return new Set([...places].filter((place) => place.startsWith("/workspace/")));
}

/** By docker, behind `>`, and by `tee`. */
function filesWritten(command: Command): readonly string[] {
  const docker = dockerCommandOf(command);
  const named = docker?.kind === "build" ? valuesOf(docker.options, "--metadata-file", "--iidfile") : [];
  const [program, ...args] = command.words;
  const given = program?.text === "tee" ? args.filter(({ text }) => !text.startsWith("-")) : [];
  const paths = [...named, ...command.writes, ...given].map(({ text }) => text);
  return paths.filter((path) => !path.startsWith("~"));
}
