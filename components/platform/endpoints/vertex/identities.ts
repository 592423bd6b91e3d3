// The ids of what a deployment makes in Vertex AI, from what is deployed: whoever asks again finds what was made.
import { createHash } from "node:crypto";
import { UserError } from "../../../../pipeline/ir/user-error.ts";

export interface Identities {
  readonly endpointId: string;
  readonly modelId: string;
  /** Ten digits: more has no deployed model. */
  readonly deployedId: string;
}

/** `container` and `resources` are JSON. Throws `BAD_ENDPOINT_NAME`. */
export function identities(
  name: string,
  what: { readonly model: string; readonly container: object; readonly resources: object },
): Identities {
  requireEndpointName(name);
  const model = digest([what.model, what.container]);
  const deployed = digest([name, model, what.resources]);
  return {
    endpointId: name,
    modelId: `${name.slice(0, 50)}-${model.slice(0, 12)}`,
    deployedId: String((BigInt(`0x${deployed.slice(0, 12)}`) % 9_000_000_000n) + 1_000_000_000n),
  };
}

/** Whether a model of the registry was uploaded for this endpoint. */
export function isModelOf(name: string, model: string): boolean {
  return new RegExp(`/models/${name.slice(0, 50)}-[0-9a-f]{12}$`).test(model); // a name has letters, digits and dashes
}

/** An endpoint's id in Vertex AI. */
export function requireEndpointName(name: string): void {
  if (/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) return;
  throw new UserError(
    "BAD_ENDPOINT_NAME",
    `endpoint: "${name}" is no name for an endpoint of Vertex AI. Give up to 63 small letters, digits and dashes, a letter first.`,
  );
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
