// Artifacts that jobs made, by the ids that they are reported with: later jobs take them as inputs.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { StatusError } from "../status.ts";
import type { Store } from "../store/store.ts";

interface KnownArtifact {
  readonly uri: string;
}

/** `detail` is a job's, as it is reported. */
export function keepArtifacts(store: Store, detail: JsonObject): void {
  const known = store.collection<KnownArtifact>("artifacts");
  for (const task of list(detail["taskDetails"])) {
    const outputs = isObject(task) && isObject(task["outputs"]) ? Object.values(task["outputs"]) : [];
    for (const artifact of outputs.flatMap((output) => (isObject(output) ? list(output["artifacts"]) : []))) {
      if (!isObject(artifact)) continue;
      const name = String(artifact["name"]);
      if (known.find(name) === undefined) known.insert(name, { uri: String(artifact["uri"]) });
    }
  }
}

/** `parent` is `projects/p/locations/l`. Throws `INVALID_ARGUMENT`. */
export function artifactUri(store: Store, parent: string, id: string): string {
  const name = `${parent}/metadataStores/default/artifacts/${id}`;
  const artifact = store.collection<KnownArtifact>("artifacts").find(name);
  if (artifact !== undefined) return artifact.uri;
  throw new StatusError(
    "INVALID_ARGUMENT",
    `runtime_config.input_artifacts: there is no artifact ${name}. Give the id of one that a job reported.`,
  );
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
