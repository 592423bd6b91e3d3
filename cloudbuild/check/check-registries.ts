// Finds images under names of Container Registry, which Google has shut down.
import { groupBy } from "../../pipeline/ir/group-by.ts";
import type { BuildFile } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import type { Build } from "../format/build.ts";
import { listedImages } from "./check-images.ts";
import { dockerWork } from "./docker-work.ts";
import { found } from "../findings/found.ts";
import type { Problem, Spot } from "../findings/found.ts";

/**
 * One finding for each registry and project. Since 2025 these names work only where Artifact Registry has taken them
 * over. Images of others, such as Google's builders, are still served: a project that is written out counts only where
 * the build pushes to it.
 */
export function checkRegistries(file: BuildFile): readonly Finding[] {
  const groups = groupBy(retiredNames(file.build), ({ registry }) => registry);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [found(file, retired(first, others))],
  );
}

interface RetiredName {
  /** `gcr.io/$PROJECT_ID` */
  readonly registry: string;
  readonly spot: Spot;
}

/** Google's own, and those of Kubernetes: they push there, and Artifact Registry serves them. */
const kept =
  /^(?:cloud-builders|google\.com|google-containers|google-appengine|kaniko-project|distroless|buildpacks|k8s-[\w-]+)$/;

const gcr = /(?<![\w.-]|[^/]\/)((?:(?:us|eu|asia)\.)?gcr\.io)\/(\$\{?\w+\}?|[a-z][a-z0-9.:-]*)/g;

function retiredNames(build: Build): readonly RetiredName[] {
  const pushes = [
    ...listedImages(build),
    ...build.steps.flatMap((step, index) => dockerWork(step, index).pushed),
  ];
  const pushed = new Set(pushes.flatMap(({ image }) => namesIn(image).map(({ registry }) => registry)));
  const texts = [...textsOf(build)];
  return texts.flatMap(({ text, at }) =>
    namesIn(text).flatMap(({ registry, project, part }) =>
      (project.startsWith("$") || pushed.has(registry)) && !kept.test(project)
        ? [{ registry, spot: { at, part } }]
        : [],
    ),
  );
}

function namesIn(text: string) {
  return [...text.matchAll(gcr)].map(([part, host = "", written = ""]) => {
    const project = written.replace(/^\$\{(\w+)\}$/, "$$$1").replace(/:+$/, "");
    return { registry: `${host}/${project}`, project, part };
  });
}

function* textsOf(build: Build): Generator<{ readonly text: string; readonly at: Spot["at"] }> {
  for (const [name, text] of Object.entries(build.substitutions ?? {})) {
    yield { text, at: ["substitutions", name] };
  }
  for (const [index, { name, args = [], env = [], script }] of build.steps.entries()) {
    yield { text: name ?? "", at: ["steps", index, "name"] };
    for (const [position, text] of args.entries()) yield { text, at: ["steps", index, "args", position] };
    for (const [position, text] of env.entries()) yield { text, at: ["steps", index, "env", position] };
    if (script !== undefined) yield { text: script, at: ["steps", index, "script"] };
  }
  for (const { image, at } of listedImages(build)) yield { text: image, at };
}

function retired({ registry, spot }: RetiredName, others: readonly RetiredName[]): Problem {
  return {
    code: "RETIRED_REGISTRY",
    severity: "warning",
    ...spot,
    message: `${registry} is a name of Container Registry, which was shut down in 2025${others.length > 0 ? ` (${others.length + 1} places here)` : ""}.`,
    remedy: `Use LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE; this name works only where Artifact Registry has been set up to serve it.`,
  };
}
