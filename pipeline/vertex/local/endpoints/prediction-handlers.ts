// The PredictionService: requests to an endpoint, passed on to the server of one of its models.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { type CallContext, type Handlers, unary } from "../handlers.ts";
import { StatusError } from "../status.ts";
import type { DeployServices } from "./deploy-handlers.ts";
import { deploymentOf } from "./deployments.ts";
import { endpointsOf, findEndpoint } from "./endpoint-record.ts";
import { forward, type ForwardedResponse, piecesOf, requireOk } from "./forward.ts";
import type { Deployment } from "./model-servers.ts";
import { chooseDeployed } from "./traffic.ts";

export function predictionHandlers(services: DeployServices): Handlers {
  const { servers } = services;
  const ask = async (request: JsonObject, body: RawBody, { signal }: CallContext): Promise<Asked> => {
    const deployment = chosen(services, request["endpoint"]);
    const answered = await forward(servers, { deployment, ...body, signal });
    return { ...answered, deployment };
  };
  return {
    ...unary("PredictionService", {
      Predict: async (request, context) => {
        const { instances = [], parameters } = request;
        const json = JSON.stringify({ instances, ...(parameters !== undefined && { parameters }) });
        const asked = await ask(
          request,
          { contentType: "application/json", body: Buffer.from(json) },
          context,
        );
        try {
          await requireOk(asked.response);
          return { ...predictions(await asked.response.text()), ...whoAnswered(asked.deployment) };
        } finally {
          asked.done();
        }
      },
      RawPredict: async (request, context) => {
        const asked = await ask(request, rawBody(request), context);
        try {
          await requireOk(asked.response);
          const data = Buffer.from(await asked.response.arrayBuffer()).toString("base64");
          return { contentType: contentType(asked.response), data };
        } finally {
          asked.done();
        }
      },
    }),
    "PredictionService.StreamRawPredict": {
      kind: "stream",
      call: async function* (request, context) {
        const asked = await ask(request, rawBody(request), context);
        try {
          await requireOk(asked.response);
          for await (const piece of piecesOf(asked.response, context.signal)) {
            yield { contentType: contentType(asked.response), data: Buffer.from(piece).toString("base64") };
          }
        } finally {
          asked.done();
        }
      },
    },
  };
}

interface RawBody {
  readonly contentType: string;
  readonly body: Buffer;
}

interface Asked extends ForwardedResponse {
  readonly deployment: Deployment;
}

function chosen({ store }: DeployServices, name: Json | undefined): Deployment {
  const endpoint = findEndpoint(endpointsOf(store), name);
  const deployment = deploymentOf(store, endpoint.name, chooseDeployed(endpoint, Math.random()));
  if (!deployment.container["invokeRoutePrefix"]) return deployment;
  throw new StatusError(
    "FAILED_PRECONDITION",
    `${endpoint.name}: the model ${deployment.id} has invoke_route_prefix, and is asked by invoke only.`,
  );
}

function rawBody(request: JsonObject): RawBody {
  const { contentType = "application/json", data = "" } = isObject(request["httpBody"])
    ? request["httpBody"]
    : {};
  return { contentType: String(contentType), body: Buffer.from(String(data), "base64") };
}

function contentType(response: Response): string {
  return response.headers.get("content-type") ?? "application/octet-stream";
}

/** Throws `INTERNAL`. */
function predictions(text: string): JsonObject {
  try {
    const answer = JSON.parse(text) as Json; // JSON.parse gives nothing else
    if (isObject(answer) && answer["predictions"] !== undefined) {
      const { predictions: made, metadata } = answer;
      return {
        predictions: Array.isArray(made) ? made : [made],
        ...(metadata !== undefined && { metadata }),
      };
    }
  } catch {
    // Said below.
  }
  throw new StatusError(
    "INTERNAL",
    `The model server's answer has no "predictions": ${text.slice(0, 200)}. Ask it by rawPredict.`,
  );
}

function whoAnswered({ deployed, modelName }: Deployment): JsonObject {
  return {
    deployedModelId: deployed.id,
    model: deployed.model,
    modelVersionId: deployed.modelVersionId,
    modelDisplayName: modelName,
  };
}
