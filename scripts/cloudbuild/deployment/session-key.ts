// The key by which the web app signs its sessions: made once, known to Secret Manager alone.
import { randomBytes } from "node:crypto";
import { sessionKey } from "../../../cloudbuild/infrastructure/secrets.ts";
import { isObject } from "../../../pipeline/ir/json-object.ts";
import { readProgram } from "./programs.ts";

export interface SecretPlace {
  readonly gcloud: string;
  readonly project: string;
}

/** A secret without a version keeps what reads it from starting; one that has a version keeps that. */
export async function ensureSessionKey({ gcloud, project }: SecretPlace): Promise<void> {
  const { body } = sessionKey;
  const name = isObject(body) ? String(body["secret_id"]) : "";
  const secret = [name, `--project=${project}`];
  const list = ["secrets", "versions", "list", ...secret, "--filter=state=ENABLED", "--format=value(name)"];
  const versions = await readProgram({ program: gcloud, args: list });
  if (versions.trim() !== "") return;
  await readProgram({
    program: gcloud,
    args: ["secrets", "versions", "add", ...secret, "--data-file=-"],
    input: randomBytes(32).toString("hex"),
  });
  console.error(`${name}: made, for the web app's sessions`);
}
