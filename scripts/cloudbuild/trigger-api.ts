// Triggers of one region of a project through Cloud Build's REST API (v1 projects.locations.triggers), with a deadline,
// repeated where that doubles nothing.
import type { TriggerApi } from "../../cloudbuild/triggers/apply-triggers.ts";
import { asTrigger } from "../../cloudbuild/triggers/read-triggers.ts";
import type { BuildTrigger, ExistingTrigger } from "../../cloudbuild/triggers/trigger.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { isObject } from "../../pipeline/ir/json-object.ts";
import {
  accessTokens,
  askHttp,
  callService,
  type CallPolicy,
  type CallSettings,
  isUnreached,
  serviceError,
} from "../../pipeline/vertex/client/index.ts";
import { isLoopback } from "../../pipeline/vertex/config/index.ts";

export interface TriggerPlace {
  readonly project: string;
  readonly region: string;
  /** Default: Google's. One on this machine gets no credentials. */
  readonly endpoint?: string | undefined;
}

const google = "https://cloudbuild.googleapis.com";
const pageSize = 100;
/** Somebody waits for it. */
const policy: CallPolicy = {
  callTimeout: 30_000,
  totalTimeout: 60_000,
  firstPause: 500,
  longestPause: 8_000,
};
/** Where nobody listens, a few tries tell. */
const unreachedTries = 4;
const who = "Cloud Build";

/** Calls nobody yet. Throws `WRONG_ARGUMENTS`. */
export function triggerApi(place: TriggerPlace, settings: CallSettings = {}): TriggerApi {
  const { project, region, endpoint = google } = place;
  const ask = asker(readEndpoint(endpoint), settings);
  const parent = `/v1/projects/${encodeURIComponent(project)}/locations/${encodeURIComponent(region)}/triggers`;
  const pathOf = ({ id, name }: ExistingTrigger): string => `${parent}/${encodeURIComponent(id ?? name)}`;
  const list = () => listTriggers(ask, parent, `triggers of ${project} in ${region}`);
  return {
    list,
    create: (trigger) => createOnce(ask, { trigger, parent, list }),
    patch: async (existing, trigger, fields) => {
      const query = `updateMask=${encodeURIComponent(fields.join(","))}`;
      const what = `trigger "${trigger.name}"`;
      await ask({ what, method: "PATCH", path: `${pathOf(existing)}?${query}`, body: trigger });
    },
    delete: async (existing) => {
      await ask({
        what: `trigger "${existing.name}"`,
        method: "DELETE",
        path: pathOf(existing),
        // Gone by an earlier try, whose reply was lost, or by somebody else.
        isDone: (status) => status === 404,
      });
    },
  };
}

interface Request {
  /** For errors. */
  readonly what: string;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: BuildTrigger;
  /** Runs before each try; `"done"`: there is nothing left to ask. */
  readonly before?: () => Promise<"done" | "ask">;
  /** Whether a status that is an error otherwise is none. */
  readonly isDone?: (status: number) => boolean;
}

type Ask = (request: Request) => Promise<unknown>;

/** No credentials go to a server that proves nothing of itself. */
function readEndpoint(endpoint: string): { readonly base: string; readonly isLocal: boolean } {
  const isLocal = isLoopback(endpoint);
  const scheme = endpoint.includes("://") ? "" : isLocal ? "http://" : "https://";
  const base = `${scheme}${endpoint}`.replace(/\/+$/, "");
  const isSafe = /^https:/i.test(base) || (isLocal && /^http:/i.test(base));
  if (isSafe && URL.canParse(base)) return { base, isLocal };
  throw new UserError(
    "WRONG_ARGUMENTS",
    `--endpoint ${endpoint}: is none that credentials can go to. Give one with https, or one of this machine.`,
  );
}

const remedies = {
  PERMISSION_DENIED:
    "Give the account the role Cloud Build Editor (roles/cloudbuild.builds.editor), and Service Account User " +
    "on the service accounts that the triggers name; see that the Cloud Build API is on",
  NOT_FOUND: "See that the project and the region are right, and that the repository is connected there",
  ALREADY_EXISTS: "Somebody has just created it: give the command once more",
  UNAVAILABLE: "See that the network, the region and --endpoint are right, and try again",
  DEADLINE_EXCEEDED: "See that the network, the region and --endpoint are right, and try again",
  INVALID_ARGUMENT:
    "See that --endpoint is right, that the repository is connected, and that the service account exists",
};

function asker({ base, isLocal }: ReturnType<typeof readEndpoint>, settings: CallSettings): Ask {
  const token = isLocal ? undefined : accessTokens();
  return (request) => {
    const { what } = request;
    let unreached = 0;
    const call = async ({ timeout }: { readonly timeout: number }): Promise<unknown> => {
      try {
        return await tryOnce(base, request, { timeout, token });
      } catch (error) {
        if (isUnreached(error)) unreached += 1;
        // Such an error is not repeated.
        if (unreached >= unreachedTries)
          throw serviceError(error, what, { remedy: remedies.UNAVAILABLE, who });
        throw error;
      }
    };
    return callService({ what, who, call, remedies }, { policy, ...settings });
  };
}

async function tryOnce(
  base: string,
  { method, path, body, before, isDone }: Request,
  { timeout, token }: { readonly timeout: number; readonly token: (() => Promise<string>) | undefined },
): Promise<unknown> {
  if ((await before?.()) === "done") return {};
  const text = await askHttp(`${base}${path}`, {
    method,
    redirect: "error",
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${await token()}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    timeout,
    isDone,
  });
  return parseAnswer(text);
}

async function listTriggers(ask: Ask, parent: string, what: string): Promise<readonly ExistingTrigger[]> {
  const found: ExistingTrigger[] = [];
  let pageToken = "";
  do {
    const query = `pageSize=${pageSize}${pageToken === "" ? "" : `&pageToken=${encodeURIComponent(pageToken)}`}`;
    const page = await ask({ what, method: "GET", path: `${parent}?${query}` });
    const { triggers = [], nextPageToken } = isObject(page) ? page : {};
    found.push(
      ...(Array.isArray(triggers) ? triggers : []).map((one) => asTrigger(one, "Cloud Build's answer")),
    );
    pageToken = typeof nextPageToken === "string" ? nextPageToken : "";
  } while (pageToken !== "");
  return found;
}

/** A try whose reply was lost may have created it: whoever tries again looks first. */
async function createOnce(
  ask: Ask,
  {
    trigger,
    parent,
    list,
  }: {
    readonly trigger: BuildTrigger;
    readonly parent: string;
    readonly list: () => Promise<readonly ExistingTrigger[]>;
  },
): Promise<void> {
  let tries = 0;
  await ask({
    what: `trigger "${trigger.name}"`,
    method: "POST",
    path: parent,
    body: trigger,
    before: async () => {
      tries += 1;
      if (tries === 1) return "ask";
      return (await list()).some(({ name }) => name === trigger.name) ? "done" : "ask";
    },
    // The earlier try has got there in the meantime.
    isDone: (status) => status === 409 && tries > 1,
  });
}

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    throw new UserError("NOT_CLOUD_BUILD", "Cloud Build's answer is no JSON. See that --endpoint is right.");
  }
}
