// What a model must be before it is taken: all that is wrong with it, at once.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { StatusError } from "../status.ts";
import { artifactFolder } from "./artifact-folder.ts";

/** `root` is that of the local Vertex. Throws `INVALID_ARGUMENT`. */
export function requireModel(model: JsonObject, root: string): void {
  const problems = [
    ...displayNameProblems(model["displayName"]),
    ...labelProblems(model["labels"]),
    ...containerProblems(model["containerSpec"]),
    ...artifactProblems(model["artifactUri"], root),
    ...aliasProblems(model["versionAliases"]),
  ];
  if (problems.length > 0) throw new StatusError("INVALID_ARGUMENT", problems.join("\n"));
}

export function displayNameProblems(given: Json | undefined): readonly string[] {
  const length = [...(typeof given === "string" ? given : "")].length;
  return length >= 1 && length <= 128 ? [] : [`display_name has ${length} characters. Give 1 to 128.`];
}

export function labelProblems(given: Json | undefined): readonly string[] {
  const entries = Object.entries(isObject(given) ? given : {});
  const many = entries.length > 64 ? [`labels are ${entries.length}. Give up to 64.`] : [];
  const wrong = entries.filter(
    ([key, value]) => !/^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u.test(key) || !isLabelText(value),
  );
  return [
    ...many,
    ...wrong.map(
      ([key, value]) =>
        `The label ${JSON.stringify(key)}: ${JSON.stringify(value)} is none. Use small letters, digits, _ and -, up to 63, a letter first in the key.`,
    ),
  ];
}

function isLabelText(value: Json): boolean {
  return typeof value === "string" && /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u.test(value);
}

function containerProblems(given: Json | undefined): readonly string[] {
  if (!isObject(given)) return ["container_spec is missing: the local Vertex has no AutoML models."];
  const { imageUri, predictRoute, invokeRoutePrefix } = given;
  const image =
    typeof imageUri === "string" && imageUri !== "" ? [] : ["container_spec.image_uri is missing."];
  const prefix = typeof invokeRoutePrefix === "string" && invokeRoutePrefix !== "";
  const both =
    prefix && typeof predictRoute === "string" && predictRoute !== ""
      ? ["container_spec: give predict_route or invoke_route_prefix, not both."]
      : [];
  const known =
    prefix && invokeRoutePrefix !== "/*" ? ['container_spec.invoke_route_prefix can only be "/*".'] : [];
  return [...image, ...both, ...known];
}

function artifactProblems(given: Json | undefined, root: string): readonly string[] {
  if (given === undefined || given === "") return [];
  if (typeof given === "string" && artifactFolder(given, root) !== undefined) return [];
  return [`artifact_uri ${JSON.stringify(given)} is no place in Cloud Storage. Give gs://BUCKET/FOLDER.`];
}

export function aliasProblems(given: Json | undefined): readonly string[] {
  const aliases = Array.isArray(given) ? given : [];
  return aliases
    .filter((alias) => typeof alias !== "string" || !/^[a-z][a-zA-Z0-9-]{0,126}[a-z0-9]$/.test(alias))
    .map((alias) => `The version alias ${JSON.stringify(alias)} is none. Use letters, digits and -.`);
}
