// The fields that only some of Google's own descriptions of a build know: its Python package (google-cloud-build
// 3.42.0), its npm package (@googleapis/cloudbuild 16.0.1) and gcloud 528. They are taken wherever any of these takes
// them; a field that is neither here nor in all three is an error.
import { integer, message, text, type Schema } from "../../pipeline/ir/json-schema.ts";

export const disputedFields = {
  /** npm and gcloud: pubsubTopic; gcloud: the clusters and dockerDaemon; Python: workerRelease. */
  BuildOptions: {
    pubsubTopic: text,
    cluster: message({ name: text }),
    anthosCluster: message({ membership: text }),
    dockerDaemon: { enum: ["DOCKER_DAEMON_UNSPECIFIED", "NO_DOCKER", "NON_PRIVILEGED", "PRIVILEGED"] },
    workerRelease: text,
    resolvedWorkerRelease: { readOnly: true },
  },
  /** Python: workerRelease; gcloud: workerConfig. */
  PoolOption: {
    workerRelease: text,
    resolvedWorkerRelease: { readOnly: true },
    workerConfig: message({ diskSizeGb: integer, machineType: text }),
  },
  /** gcloud */
  MavenArtifact: { deployFolder: text },
  /** npm and gcloud */
  Source: {
    developerConnectConfig: message({ dir: text, gitRepositoryLink: text, revision: text }),
  },
  /** Python */
  GitSourceDependency: { fetchTags: { type: "boolean" } },
  /** gcloud */
  HttpConfig: { proxySslCaInfo: message({ bucket: text, object: text, generation: integer }) },
} as const satisfies { readonly [message: string]: { readonly [field: string]: Schema } };
