// What the protos do not describe: the routes of a model's own server under an endpoint, `ENDPOINT/invoke/PATH` and
// `ENDPOINT/deployedModels/ID/invoke/PATH`, and `ENDPOINT/chat/completions`, in OpenAI's form.
import type { ServerResponse } from "node:http";
import { logged, type RequestLog } from "../dispatch.ts";
import { requireLocalRequest } from "../fronts/local-requests.ts";
import { readBody } from "../fronts/read-body.ts";
import { type HttpFront, sendError } from "../fronts/rest-front.ts";
import { StatusError } from "../status.ts";
import type { DeployServices } from "./deploy-handlers.ts";
import { deploymentOf } from "./deployments.ts";
import { endpointsOf, findDeployed, findEndpoint } from "./endpoint-record.ts";
import { forward, piecesOf } from "./forward.ts";
import type { Deployment } from "./model-servers.ts";
import { chooseDeployed } from "./traffic.ts";

const pattern =
  /^\/v1(?:beta1)?\/(projects\/[^/]+\/locations\/[^/]+\/endpoints\/[^/:]+)(?:(?:\/deployedModels\/(\d+))?\/invoke(\/.+)|\/(chat\/completions))$/;

/** `undefined`: the path is none of these. */
export function invokeFront(
  services: DeployServices,
  log: RequestLog,
): (path: string) => HttpFront | undefined {
  return (path) => {
    const [found, name = "", id, invoked] = pattern.exec(path) ?? [];
    if (found === undefined) return undefined;
    return (request, response) => {
      const what = invoked === undefined ? "endpoints.chat.completions" : "endpoints.invoke";
      void logged(log, { front: "REST", what }, async () => {
        requireLocalRequest(request);
        if (request.method !== "POST")
          throw new StatusError("UNIMPLEMENTED", `${request.method ?? ""} ${path}: use POST.`);
        const abort = new AbortController();
        response.once("close", () => abort.abort());
        const deployment = chosen(services, { name, id, isInvoked: invoked !== undefined });
        const { response: answer, done } = await forward(services.servers, {
          deployment,
          path: invoked ?? "/v1/chat/completions",
          contentType: request.headers["content-type"] ?? "application/json",
          body: await readBody(request),
          signal: abort.signal,
        });
        try {
          await pass(answer, response, { deployment, signal: abort.signal });
        } finally {
          done();
        }
      }).catch((error: unknown) => sendError(response, error));
    };
  };
}

interface Asked {
  readonly name: string;
  readonly id: string | undefined;
  readonly isInvoked: boolean;
}

function chosen({ store }: DeployServices, { name, id, isInvoked }: Asked): Deployment {
  const endpoint = findEndpoint(endpointsOf(store), name);
  const deployed = id === undefined ? chooseDeployed(endpoint, Math.random()) : findDeployed(endpoint, id);
  const deployment = deploymentOf(store, endpoint.name, deployed);
  if (!isInvoked || deployment.container["invokeRoutePrefix"]) return deployment;
  throw new StatusError(
    "FAILED_PRECONDITION",
    `${endpoint.name}: the model ${deployment.id} was uploaded without invoke_route_prefix. Ask it by rawPredict.`,
  );
}

/** As the server answered, refusals included. */
async function pass(
  answer: Response,
  response: ServerResponse,
  { deployment, signal }: { readonly deployment: Deployment; readonly signal: AbortSignal },
): Promise<void> {
  const { endpoint, id } = deployment;
  response.writeHead(answer.status, {
    "content-type": answer.headers.get("content-type") ?? "application/octet-stream",
    "x-vertex-ai-endpoint-id": endpoint.split("/").at(-1) ?? "",
    "x-vertex-ai-deployed-model-id": id,
  });
  for await (const piece of piecesOf(answer, signal)) response.write(piece);
  response.end();
}
