// The artifacts that Google's components take and make: interface of google-cloud-pipeline-components 2.22.0 (Apache-2.0).
import { Artifact, artifactType } from "../../pipeline/index.ts";

/** A version of a model in the registry of Vertex AI; metadata: `resourceName`. */
export interface VertexModel extends Artifact<"google.VertexModel"> {}
export const VertexModel = artifactType<VertexModel>("google.VertexModel");

/** Model files and the container that serves them, not in the registry; metadata: `containerSpec`. */
export interface UnmanagedContainerModel extends Artifact<"google.UnmanagedContainerModel"> {}
export const UnmanagedContainerModel = artifactType<UnmanagedContainerModel>(
  "google.UnmanagedContainerModel",
);

/** An endpoint of Vertex AI; metadata: `resourceName`. */
export interface VertexEndpoint extends Artifact<"google.VertexEndpoint"> {}
export const VertexEndpoint = artifactType<VertexEndpoint>("google.VertexEndpoint");

/** A batch prediction job of Vertex AI. */
export interface VertexBatchPredictionJob extends Artifact<"google.VertexBatchPredictionJob"> {}
export const VertexBatchPredictionJob = artifactType<VertexBatchPredictionJob>(
  "google.VertexBatchPredictionJob",
);

/** A table of BigQuery. */
export interface BQTable extends Artifact<"google.BQTable"> {}
export const BQTable = artifactType<BQTable>("google.BQTable");
