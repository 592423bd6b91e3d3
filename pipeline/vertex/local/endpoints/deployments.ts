// A deployed model together with what serves it: the container and the files of its model.
import { isObject } from "../../../ir/json-object.ts";
import { findVersion, modelsOf } from "../models/model-record.ts";
import type { Store } from "../store/store.ts";
import type { DeployedModel } from "./endpoint-record.ts";
import type { Deployment } from "./model-servers.ts";

export function deploymentOf(store: Store, endpoint: string, deployed: DeployedModel): Deployment {
  const { version } = findVersion(modelsOf(store), `${deployed.model}@${deployed.modelVersionId}`);
  const { containerSpec, artifactUri } = version;
  return {
    endpoint,
    id: deployed.id,
    deployed,
    modelName: String(version["displayName"] ?? ""),
    container: isObject(containerSpec) ? containerSpec : {},
    artifactUri: typeof artifactUri === "string" ? artifactUri : "",
  };
}
