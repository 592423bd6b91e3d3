// The artifact types of KFP, and how to make new ones.
import type { Artifact as AnyArtifact, ArtifactListType, ArtifactType } from "./value-types.ts";

export type Artifact<Title extends string = string> = AnyArtifact<Title>;
export interface Dataset extends AnyArtifact<"system.Dataset"> {}
export interface Model extends AnyArtifact<"system.Model"> {}
/** Numbers in its metadata, shown beside the run. */
export interface Metrics extends AnyArtifact<"system.Metrics"> {}
export interface ClassificationMetrics extends AnyArtifact<"system.ClassificationMetrics"> {}
export interface Html extends AnyArtifact<"system.HTML"> {}
export interface Markdown extends AnyArtifact<"system.Markdown"> {}

/**
 * A type of artifact; two types are different if their titles are.
 *
 *     interface VertexModel extends Artifact<"google.VertexModel"> {}
 *     const VertexModel = artifactType<VertexModel>("google.VertexModel");
 */
export function artifactType<A extends AnyArtifact>(
  schemaTitle: A["schemaTitle"],
  schemaVersion = "0.0.1",
): ArtifactType<A> {
  // The artifact itself exists only in types.
  return Object.freeze({ kind: "artifact", schemaTitle, schemaVersion }) as ArtifactType<A>;
}

export const Artifact: ArtifactType<AnyArtifact> = artifactType("system.Artifact");
export const Dataset: ArtifactType<Dataset> = artifactType<Dataset>("system.Dataset");
export const Model: ArtifactType<Model> = artifactType<Model>("system.Model");
export const Metrics: ArtifactType<Metrics> = artifactType<Metrics>("system.Metrics");
export const ClassificationMetrics: ArtifactType<ClassificationMetrics> = artifactType<ClassificationMetrics>(
  "system.ClassificationMetrics",
);
export const Html: ArtifactType<Html> = artifactType<Html>("system.HTML");
export const Markdown: ArtifactType<Markdown> = artifactType<Markdown>("system.Markdown");

/** A list of artifacts of one type: what a loop collects. */
export function artifactList<A extends AnyArtifact>(item: ArtifactType<A>): ArtifactListType<A> {
  const { schemaTitle, schemaVersion } = item;
  return Object.freeze({ kind: "artifactList", schemaTitle, schemaVersion }) as ArtifactListType<A>;
}
