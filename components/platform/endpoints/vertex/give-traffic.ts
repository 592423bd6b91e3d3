// The traffic of an endpoint to a new model, for good only if it answers.
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import { probe, streamChat } from "../chat-completions.ts";
import { sendToEndpoint } from "./ask.ts";
import { moveTraffic, othersThan, undeployModel } from "./deployments.ts";
import { type Endpoint, requireEndpoint, type Split } from "./place-endpoint.ts";
import type { Services } from "./services.ts";
import { servedName } from "./serving-container.ts";

export interface Giving {
  /** The endpoint's, for errors. */
  readonly name: string;
  readonly endpoint: Endpoint;
  /** The new model's, which is deployed. */
  readonly id: string;
}

/**
 * All of it to the model with this id, once it has answered. With the route `invoke` it is asked before it gets any. By
 * `predict` it cannot be: rawPredict asks whichever model has the traffic. Its container has answered a chat when it
 * counts as deployed, and should the endpoint not answer after the move, the traffic goes back. Gives the endpoint as it
 * was before the move.
 */
export async function giveTraffic(services: Services, giving: Giving): Promise<Endpoint> {
  const { endpoint, id } = giving;
  const { settings, options } = services;
  const ask = async (before?: Endpoint): Promise<void> => {
    const send = sendToEndpoint(settings, endpoint, before === undefined ? id : undefined);
    try {
      await probe(
        (messages, chat) => streamChat({ ...chat, send, model: servedName, messages }),
        options.signal,
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error; // given up, or a mistake of ours
      throw silent(error, giving, await takeBack(services, giving, before));
    }
  };
  if (settings.route === "invoke") await ask();
  const before = await moveTraffic(services, endpoint.name, (now) => {
    if (!isThere(now, id)) throw gone(giving);
    return { [id]: 100 };
  });
  if (settings.route !== "invoke") await ask(before);
  return before;
}

/** Times that it is given back: a deployment that gives it back as well may give it to this model. */
const mostReturns = 5;

/** What others have done with the traffic meanwhile stays. Without `before` it was not moved. Says who has it now. */
async function takeBack(services: Services, giving: Giving, before: Endpoint | undefined): Promise<string> {
  const { endpoint, id } = giving;
  for (let returns = 1; ; returns++) {
    let isTaken = false;
    if (before !== undefined) {
      await moveTraffic(services, endpoint.name, (now) => {
        isTaken = !isDeepStrictEqual(now.split, { [id]: 100 });
        return isTaken ? undefined : splitBefore(giving, before, now);
      });
    }
    const { split } = await requireEndpoint(services, endpoint.name, giving.name);
    const hasTraffic = (split[id] ?? 0) > 0;
    const hadTraffic = before === undefined || (before.split[id] ?? 0) > 0;
    if (hasTraffic && (hadTraffic || returns === mostReturns)) {
      return "It has the traffic nevertheless, as before.";
    }
    if (hasTraffic || !(await isUndeployed(services, giving, returns < mostReturns))) continue;
    if (Object.keys(split).length === 0) return "Nothing is deployed.";
    return isTaken
      ? "Another deployment has taken the traffic meanwhile, so it may be that one's model which was asked."
      : "The model before it has the traffic.";
  }
}

/** False if it has got the traffic since, where that `mayPass`. */
async function isUndeployed(
  services: Services,
  { endpoint, id }: Giving,
  mayPass: boolean,
): Promise<boolean> {
  try {
    await undeployModel(services, endpoint, id);
    return true;
  } catch (error) {
    if (mayPass && error instanceof UserError && error.code === "VERTEX_FAILED_PRECONDITION") return false;
    throw error;
  }
}

/** Who had it may have been undeployed by another deployment. */
function splitBefore({ name, id }: Giving, before: Endpoint, now: Endpoint): Split {
  if (Object.keys(before.split).every((each) => isThere(now, each))) return before.split;
  const [other] = othersThan(id, now, name);
  return other === undefined ? {} : { [other.id]: 100 };
}

function isThere({ deployed }: Endpoint, id: string): boolean {
  return deployed.some((each) => each.id === id);
}

function gone({ name }: Giving): UserError {
  return new UserError(
    "DEPLOYED_MODEL_GONE",
    `endpoint "${name}": another deployment has undeployed the new model before it got the traffic. Deploy it again.`,
  );
}

/** `after` says who has the traffic now. What the chat's own error says to do is no use here. */
function silent(error: UserError, { name }: Giving, after: string): UserError {
  const reason = error.message.replace(/^endpoint: /, "").replace(/(?<=\.) [^.]*\.$/, "");
  return new UserError(
    "DEPLOYED_MODEL_SILENT",
    `endpoint "${name}": the new model does not answer: ${reason} ${after} See its log in the console, under Online prediction.`,
  );
}
