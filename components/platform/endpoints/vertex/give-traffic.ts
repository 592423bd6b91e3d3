// The traffic of an endpoint to a new model, for good only if it answers.
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import { probe, streamChat } from "../chat-completions.ts";
import { sendToEndpoint } from "./ask.ts";
import { moveTraffic, undeployModel } from "./deployments.ts";
import type { Endpoint } from "./place-endpoint.ts";
import type { Services } from "./services.ts";
import { servedName } from "./serving-container.ts";

export interface Giving {
  /** The endpoint's, for errors. */
  readonly name: string;
  /** With the new model deployed. */
  readonly before: Endpoint;
  /** The new model's. */
  readonly id: string;
}

/**
 * All of it to the model with this id, once it has answered. With the route `invoke` it is asked before it gets any. By
 * `predict` it cannot be: rawPredict asks whichever model has the traffic. Its container has answered a chat when it
 * counts as deployed, and should the endpoint not answer after the move, the traffic goes back.
 */
export async function giveTraffic(services: Services, { name, before, id }: Giving): Promise<void> {
  const { settings, options } = services;
  const hadTraffic = (before.split[id] ?? 0) > 0;
  const ask = (deployedId?: string): Promise<void> => {
    const send = sendToEndpoint(settings, before, deployedId);
    return probe(
      (messages, chat) => streamChat({ ...chat, send, model: servedName, messages }),
      options.signal,
    );
  };
  const asksFirst = settings.route === "invoke";
  let moved = false;
  try {
    if (asksFirst) await ask(id);
    moved = true;
    await moveTraffic(services, { name: before.name, split: { [id]: 100 } });
    if (!asksFirst) await ask();
  } catch (error) {
    if (hadTraffic) throw silent(error, name, "It has the traffic nevertheless, as before.");
    if (moved) await moveTraffic(services, before);
    await undeployModel(services, before, id);
    const after =
      Object.keys(before.split).length > 0 ? "The model before it has the traffic." : "Nothing is deployed.";
    throw silent(error, name, after);
  }
}

/** `after` says who has the traffic now. What the chat's own error says to do is no use here. */
function silent(error: unknown, name: string, after: string): unknown {
  if (!(error instanceof UserError)) return error; // given up, or a mistake of ours
  const reason = error.message.replace(/^endpoint: /, "").replace(/(?<=\.) [^.]*\.$/, "");
  return new UserError(
    "DEPLOYED_MODEL_SILENT",
    `endpoint "${name}": the new model does not answer: ${reason} ${after} See its log in the console, under Online prediction.`,
  );
}
