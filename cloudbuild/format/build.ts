// What a Cloud Build config says, in the spelling of the API's JSON (`cloudbuild.v1.Build`): the fields that a person
// writes. What the service fills in (status, results, times) is known to the schema and dropped when a file is read.

export interface Build {
  readonly steps: readonly BuildStep[];
  /** As `1800s`. Default: 3600s. */
  readonly timeout?: string;
  readonly queueTtl?: string;
  /** Pushed when every step has succeeded. */
  readonly images?: readonly string[];
  readonly artifacts?: Artifacts;
  readonly logsBucket?: string;
  readonly options?: BuildOptions;
  readonly substitutions?: { readonly [name: string]: string };
  readonly tags?: readonly string[];
  /** Encrypted with Cloud KMS: the older way. */
  readonly secrets?: readonly Secret[];
  readonly availableSecrets?: Secrets;
  readonly serviceAccount?: string;
  readonly source?: object;
  readonly gitConfig?: object;
  readonly dependencies?: readonly object[];
}

export interface BuildStep {
  /** The image that runs. */
  readonly name: string;
  readonly id?: string;
  readonly args?: readonly string[];
  readonly env?: readonly string[];
  /** Relative to /workspace. */
  readonly dir?: string;
  /** Absent or empty: every step before it. `-`: none. */
  readonly waitFor?: readonly string[];
  readonly entrypoint?: string;
  readonly secretEnv?: readonly string[];
  readonly volumes?: readonly Volume[];
  readonly timeout?: string;
  readonly allowFailure?: boolean;
  readonly allowExitCodes?: readonly number[];
  /** Instead of args and entrypoint; nothing in it is substituted. */
  readonly script?: string;
  readonly automapSubstitutions?: boolean;
}

export interface Volume {
  readonly name: string;
  readonly path: string;
}

export interface BuildOptions {
  readonly sourceProvenanceHash?: readonly string[];
  readonly requestedVerifyOption?: "NOT_VERIFIED" | "VERIFIED";
  readonly machineType?: MachineType;
  readonly diskSizeGb?: number;
  readonly substitutionOption?: "MUST_MATCH" | "ALLOW_LOOSE";
  readonly dynamicSubstitutions?: boolean;
  readonly automapSubstitutions?: boolean;
  readonly logStreamingOption?: string;
  readonly workerPool?: string;
  readonly pool?: { readonly name?: string; readonly workerRelease?: string };
  readonly logging?: string;
  readonly env?: readonly string[];
  readonly secretEnv?: readonly string[];
  readonly volumes?: readonly Volume[];
  readonly defaultLogsBucketBehavior?: string;
  readonly enableStructuredLogging?: boolean;
  readonly workerRelease?: string;
  readonly pubsubTopic?: string;
  readonly cluster?: object;
  readonly anthosCluster?: object;
  readonly dockerDaemon?: string;
}

export type MachineType =
  | "UNSPECIFIED"
  | "N1_HIGHCPU_8"
  | "N1_HIGHCPU_32"
  | "E2_HIGHCPU_8"
  | "E2_HIGHCPU_32"
  | "E2_MEDIUM"
  | "E2_STANDARD_2";

export interface Secret {
  readonly kmsKeyName?: string;
  /** Base64 by the name of the variable. */
  readonly secretEnv?: { readonly [name: string]: string };
}

export interface Secrets {
  readonly secretManager?: readonly SecretManagerSecret[];
  readonly inline?: readonly InlineSecret[];
}

export interface SecretManagerSecret {
  /** `projects/P/secrets/S/versions/V` */
  readonly versionName?: string;
  readonly env?: string;
}

export interface InlineSecret {
  readonly kmsKeyName?: string;
  /** Base64 by the name of the variable. */
  readonly envMap?: { readonly [name: string]: string };
}

export interface Artifacts {
  readonly images?: readonly string[];
  readonly objects?: { readonly location?: string; readonly paths?: readonly string[] };
  readonly mavenArtifacts?: readonly object[];
  readonly goModules?: readonly object[];
  readonly pythonPackages?: readonly object[];
  readonly npmPackages?: readonly object[];
}
