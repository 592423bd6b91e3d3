// The artifact types of KFP, and how to make new ones.
import { valueType } from "./definition.ts";
import { deepFreeze } from "./freeze.ts";
import type { OutputDefinition } from "./graph.ts";
import type {
  Artifact as AnyArtifact,
  ArtifactListType,
  ArtifactOutput,
  ArtifactType,
  Carries,
  DescribedArtifact,
} from "./value-types.ts";

export type Artifact<Title extends string = string> = AnyArtifact<Title>;
export interface Dataset extends AnyArtifact<"system.Dataset"> {}
export interface Model extends AnyArtifact<"system.Model"> {}
/** Numbers in its metadata, shown beside the run. */
export interface Metrics extends AnyArtifact<"system.Metrics"> {}
export interface ClassificationMetrics extends AnyArtifact<"system.ClassificationMetrics"> {}
export interface Html extends AnyArtifact<"system.HTML"> {}
export interface Markdown extends AnyArtifact<"system.Markdown"> {}

/** What the metadata of an artifact type may hold: where that is described, or the description (YAML of OpenAPI). */
export type MetadataSchema = { readonly uri: string } | { readonly instance: string };

export interface ArtifactTypeOptions {
  /** Default `0.0.1`; `null` leaves it out. */
  readonly version?: string | null;
  /** Stands in the IR instead of the title. */
  readonly schema?: MetadataSchema;
  /** Takes a title without a namespace and any version, as some files have them. Default false. */
  readonly unchecked?: boolean;
}

/**
 * A type of artifact; two types are different if their titles are.
 *
 *     interface VertexModel extends Artifact<"google.VertexModel"> {}
 *     const VertexModel = artifactType<VertexModel>("google.VertexModel");
 */
export function artifactType<A extends AnyArtifact>(
  schemaTitle: A["schemaTitle"],
  options: string | ArtifactTypeOptions = {},
): ArtifactType<A> {
  const given: ArtifactTypeOptions = typeof options === "string" ? { version: options } : options;
  const { version = "0.0.1", schema, unchecked = false } = given;
  const type = {
    kind: "artifact",
    schemaTitle,
    ...(version !== null && { schemaVersion: version }),
    ...(schema && { schema }),
    ...(unchecked && { isUnchecked: true }),
  };
  return deepFreeze(type) as unknown as ArtifactType<A>; // the artifact itself exists only in types
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
  return Object.freeze({ ...item, kind: "artifactList" }) as unknown as ArtifactListType<A>; // as above
}

type ArtifactOrList<T> = (ArtifactType<AnyArtifact> | ArtifactListType<AnyArtifact>) & Carries<T>;

/** An artifact with words for those who use the component: `described(Model, "The tuned model.")`. */
export function described<T>(type: ArtifactOrList<T>, description: string): DescribedArtifact<T> {
  const described = { kind: "described", type: valueType(type), description };
  return deepFreeze(described) as unknown as DescribedArtifact<T>; // `T` exists only in types
}

/** An output whose metadata holds something from the start: `artifactOutput(Model, { metadata: { framework: "jax" } })`. */
export function artifactOutput<T>(
  type: ArtifactOrList<T>,
  more: Omit<OutputDefinition, "type">,
): ArtifactOutput<T> {
  const output = { kind: "artifactOutput", definition: { type: valueType(type), ...more } };
  return deepFreeze(output) as unknown as ArtifactOutput<T>; // `T` exists only in types
}
