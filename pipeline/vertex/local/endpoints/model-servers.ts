// The servers of deployed models: each a program of this machine, started when it is first needed and ended when nobody
// has asked for long. What program that is, whoever starts the local Vertex says.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import { artifactFolder } from "../models/artifact-folder.ts";
import { StatusError } from "../status.ts";
import { parseName } from "../store/names.ts";
import type { DeployedModel } from "./endpoint-record.ts";

/** What a container of Vertex AI would be told, as far as a program of this machine can use it. */
export interface ServedModel {
  readonly image: string;
  /** Folder with the model's files; empty: it was uploaded without. */
  readonly folder: string;
  /** What the container's arguments call the model (`--served-model-name`), or `undefined`. */
  readonly servedName: string | undefined;
  /** The container's own, and Vertex's `AIP_*`. */
  readonly env: { readonly [name: string]: string };
  /** Paths on the server. */
  readonly routes: { readonly health: string; readonly predict: string };
}

export interface ServerProcess {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Starts a program that serves it, and waits until it says that it is healthy. `undefined`: nothing stands for it. */
export type ServeModel = (model: ServedModel, signal: AbortSignal) => Promise<ServerProcess> | undefined;

export interface ModelServers {
  /** Its address and routes, as soon as it is healthy. Throws `FAILED_PRECONDITION` if it does not become so. */
  readonly use: (deployed: Deployment) => Promise<InUse>;
  readonly end: (deployed: Pick<Deployment, "endpoint" | "id">) => Promise<void>;
  readonly endAll: () => Promise<void>;
}

export interface Deployment {
  /** The endpoint's name. */
  readonly endpoint: string;
  readonly id: string;
  readonly deployed: DeployedModel;
  /** As its model is displayed. */
  readonly modelName: string;
  /** Of the model. */
  readonly container: JsonObject;
  readonly artifactUri: string;
}

export interface InUse {
  readonly address: string;
  readonly routes: ServedModel["routes"];
  /** To be called once, when the request is over. */
  readonly done: () => void;
}

interface Running {
  readonly process: Promise<ServerProcess>;
  readonly abort: AbortController;
  users: number;
  idle: NodeJS.Timeout | undefined;
}

export function modelServers({
  serve,
  root,
  idleMs = 10 * 60_000,
}: {
  readonly serve: ServeModel;
  readonly root: string;
  /** Default: ten minutes. */
  readonly idleMs?: number | undefined;
}): ModelServers {
  const servers = new Map<string, Running>();
  const end = async (key: string): Promise<void> => {
    const running = servers.get(key);
    if (running === undefined) return;
    servers.delete(key);
    clearTimeout(running.idle);
    running.abort.abort();
    await running.process.then(({ stop }) => stop()).catch(() => {}); // one that did not start has ended
  };
  const start = (key: string, model: ServedModel, seconds: number): Running => {
    const abort = new AbortController();
    const late = new Error(`it was not healthy in ${seconds} s.`);
    const timer = setTimeout(() => abort.abort(late), seconds * 1000).unref();
    const process = begin(serve, model, abort.signal).finally(() => clearTimeout(timer));
    const running: Running = { process, abort, users: 0, idle: undefined };
    servers.set(key, running);
    process.catch(() => servers.get(key) === running && servers.delete(key)); // the next request tries again
    return running;
  };
  return {
    use: async (deployment) => {
      const key = keyOf(deployment);
      const model = servedModel(deployment, root);
      const running = servers.get(key) ?? start(key, model, startSeconds(deployment.container));
      running.users += 1;
      clearTimeout(running.idle);
      const done = (): void => {
        running.users -= 1;
        if (running.users > 0 || servers.get(key) !== running) return;
        running.idle = setTimeout(() => void end(key), idleMs).unref();
      };
      try {
        return { address: (await running.process).address, routes: model.routes, done };
      } catch (error) {
        done();
        throw error;
      }
    },
    end: (deployment) => end(keyOf(deployment)),
    endAll: async () => void (await Promise.all([...servers.keys()].map(end))),
  };
}

function keyOf({ endpoint, id }: Pick<Deployment, "endpoint" | "id">): string {
  return `${endpoint}/deployedModels/${id}`;
}

async function begin(serve: ServeModel, model: ServedModel, signal: AbortSignal): Promise<ServerProcess> {
  const starting = serve(model, signal);
  if (starting === undefined) {
    throw new StatusError(
      "FAILED_PRECONDITION",
      `Nothing on this machine stands for the serving image ${model.image}.`,
    );
  }
  try {
    return await starting;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StatusError("FAILED_PRECONDITION", `The model server did not become healthy: ${reason}`);
  }
}

function servedModel({ endpoint, id, container, artifactUri }: Deployment, root: string): ServedModel {
  const { parent, id: name } = parseName(endpoint, "endpoints");
  const usual = `/v1/endpoints/${name}/deployedModels/${id}`;
  const routes = {
    health: textOr(container["healthRoute"], usual),
    predict: textOr(container["predictRoute"], `${usual}:predict`),
  };
  const folder = artifactFolder(artifactUri, root) ?? "";
  const given = (Array.isArray(container["env"]) ? container["env"] : []).filter(isObject);
  return {
    image: String(container["imageUri"] ?? ""),
    folder,
    servedName: servedName(container["args"]),
    routes,
    env: {
      ...Object.fromEntries(given.map((each) => [String(each["name"]), String(each["value"] ?? "")])),
      AIP_PROJECT_NUMBER: parent.project,
      CLOUD_ML_REGION: parent.location,
      AIP_ENDPOINT_ID: name,
      AIP_DEPLOYED_MODEL_ID: id,
      AIP_HEALTH_ROUTE: routes.health,
      AIP_PREDICT_ROUTE: routes.predict,
      AIP_STORAGE_URI: folder,
    },
  };
}

/** Half an hour, as Vertex AI has it, unless the container says otherwise. */
function startSeconds({ deploymentTimeout }: JsonObject): number {
  const given = typeof deploymentTimeout === "string" ? Number.parseFloat(deploymentTimeout) : 0;
  return given > 0 ? given : 30 * 60;
}

function servedName(args: JsonObject[string] | undefined): string | undefined {
  const texts = Array.isArray(args) ? args.map(String) : [];
  const joined = texts.find((text) => text.startsWith("--served-model-name="));
  if (joined !== undefined) return joined.slice("--served-model-name=".length);
  const at = texts.indexOf("--served-model-name");
  return at === -1 ? undefined : texts[at + 1];
}

function textOr(value: JsonObject[string] | undefined, usual: string): string {
  return typeof value === "string" && value !== "" ? value : usual;
}
