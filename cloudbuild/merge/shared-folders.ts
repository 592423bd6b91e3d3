// Components that run at the same time and write to the same place in /workspace -> warnings.
import { posix } from "node:path";
import type { Finding } from "../findings/finding.ts";
import type { BuildStep } from "../format/build.ts";
import { knownValues } from "../steps/known-values.ts";
import { commandsOf, lineOf } from "../steps/step-commands.ts";
import { filesWritten } from "../steps/written-files.ts";
import { type Meeting, meetingSteps } from "./meeting-steps.ts";
import type { StepNode } from "./merge-part.ts";
import { placeOfStep } from "./merge-part.ts";
import type { StepGraph } from "./step-graph.ts";

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
  const places = nodes.map(({ step }) => writtenBy(step));
  return meetingSteps(places, { graph, nodes }).map(finding);
}

function finding({ earlier, later, what: place }: Meeting): Finding {
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
    for (const { text } of filesWritten(command, {
      options: ["--metadata-file", "--iidfile"],
      programs: ["tee"],
    })) {
      if (!text.startsWith("~")) places.add(posix.resolve(folder, text));
    }
  }
  return new Set([...places].filter((place) => place.startsWith("/workspace/")));
}
