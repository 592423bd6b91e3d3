// An artifact to what the report shows of it: where it is, its metadata or metrics, and a look into it.
import type { Artifact } from "../../values.ts";
import { classificationMetrics, isClassification } from "./classification-metrics.ts";
import { html, type Markup } from "./markup.ts";
import { metricsTable } from "./metrics-table.ts";
import type { PageContext } from "./page-context.ts";
import { taskLink } from "./page-context.ts";
import { preview } from "./preview.ts";
import { count } from "../../../ir/count-text.ts";
import { describeBytes } from "./sizes.ts";
import { parametersTable } from "./values-view.ts";

type Artifacts = { readonly [name: string]: readonly Artifact[] };

/** Of a loop's lists. */
const mostOfList = 12;

/** What a task made: looked into. */
export function outputArtifacts(context: PageContext, artifacts: Artifacts): readonly Markup[] {
  return eachArtifact(artifacts, (name, artifact) => {
    const { metadata } = artifact;
    const details = isClassification(metadata)
      ? classificationMetrics(metadata)
      : isMetrics(artifact)
        ? metricsTable(metadata)
        : parametersTable(context, metadata);
    return html`<section class="artifact">
      ${heading(context, name, artifact)}${details}${preview(context, artifact)}
    </section>`;
  });
}

/** What a task was given, or a group passes on: by reference to who made it. */
export function artifactReferences(context: PageContext, artifacts: Artifacts): readonly Markup[] {
  return eachArtifact(artifacts, (name, artifact) => {
    const maker = context.makerOf(artifact.uri);
    const from =
      maker === undefined ? undefined : html`<p class="place">made by ${taskLink(context, maker.path)}</p>`;
    return html`<section class="artifact reference">${heading(context, name, artifact)}${from}</section>`;
  });
}

function eachArtifact(
  artifacts: Artifacts,
  show: (name: string, artifact: Artifact) => Markup,
): readonly Markup[] {
  return Object.entries(artifacts).flatMap(([name, list]) => {
    const shown = list
      .slice(0, mostOfList)
      .map((artifact, index) => show(list.length > 1 ? `${name}[${index}]` : name, artifact));
    const more = list.length - mostOfList;
    return more > 0
      ? [...shown, html`<p class="faint">${count(more, "more artifact")} in ${name}</p>`]
      : shown;
  });
}

function heading(context: PageContext, name: string, artifact: Artifact): Markup {
  const { type, uri } = artifact;
  const title = type.schemaTitle ?? type.schemaUri ?? "system.Artifact";
  return html`<h5>
      <span>${name}</span> <small>${title.replace(/^system\./, "")}${sizeText(context, artifact)}</small>
    </h5>
    <p class="place"><code>${uri}</code></p>`;
}

function sizeText(context: PageContext, artifact: Artifact): string {
  const found = context.placeOf(artifact);
  switch (found.kind) {
    case "file":
      return found.size === 0 ? ", empty" : `, ${describeBytes(found.size)}`;
    case "folder":
      return `, ${count(found.files.length + found.more, "file")}, ${describeBytes(found.size)}`;
    case "missing":
      return /^[a-z][a-z0-9+.-]*:\/\//i.test(artifact.uri) ? "" : ", not on this machine";
    case "outside":
    case "special":
      return "";
  }
}

function isMetrics({ type, metadata }: Artifact): boolean {
  return type.schemaTitle === "system.Metrics" && Object.keys(metadata).length > 0;
}
