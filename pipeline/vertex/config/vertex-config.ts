// What a team sets once to run pipelines on Vertex AI: where, as whom, and in which network.

export interface VertexConfig {
  readonly project: string;
  /** A region, as `us-central1`, which is the default. */
  readonly location: string;
  /** `gs://BUCKET/FOLDER`, under which tasks keep what they make. Without it nothing can be submitted. */
  readonly pipelineRoot?: string;
  /** Whom the tasks act as. Default: the project's Compute Engine account. */
  readonly serviceAccount?: string;
  /** `projects/NUMBER/global/networks/NAME`, to be peered with. Not together with `pscInterface`. */
  readonly network?: string;
  /** A network attachment of Private Service Connect: `projects/P/regions/R/networkAttachments/NAME`. */
  readonly pscInterface?: string;
  /** `projects/P/locations/L/keyRings/R/cryptoKeys/K`, which encrypts what Vertex AI stores. */
  readonly kmsKey?: string;
  readonly labels: { readonly [key: string]: string };
  /** What a failed task does to those beside it: `slow`, the default, lets them run; `fast` starts nothing more. */
  readonly failurePolicy?: "slow" | "fast";
  /** An experiment of Vertex AI, which must exist, that the run is put into. */
  readonly experiment?: string;
  /** Default `grpc`. */
  readonly transport: "grpc" | "rest";
  /** Default `LOCATION-aiplatform.googleapis.com`; the local Vertex is `http://127.0.0.1:PORT`. */
  readonly apiEndpoint?: string;
  /** Plain http is for this machine alone, unless this says otherwise. Default false. */
  readonly insecure: boolean;
}

export type ConfigField = keyof VertexConfig;

/** Where each value came from, as `--project` or `pollux.json, profile "dev"`; absent where it has none. */
export type Origins = { readonly [F in ConfigField]?: string };

export interface ResolvedConfig {
  readonly config: VertexConfig;
  readonly origins: Origins;
}

/** `projects/P/locations/L`, which everything in Vertex AI is in. */
export function parentOf({ project, location }: Pick<VertexConfig, "project" | "location">): string {
  return `projects/${project}/locations/${location}`;
}
