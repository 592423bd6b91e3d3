// What is wrong with what builds.ts says -> a mistake of the user's, with places in it.
import { placeText } from "../../cloudbuild/findings/show-findings.ts";
import { placeInSource, type Source } from "../../cloudbuild/merge/source-place.ts";
import { didYouMean } from "../../pipeline/ir/closest-name.ts";
import { isObject } from "../../pipeline/ir/json-object.ts";
import type { Schema } from "../../pipeline/ir/json-schema.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { buildsSchema } from "./builds-schema.ts";

/** `WRONG_BUILDS`: each with its place in builds.ts, as well as the text tells it. */
export function wrongBuilds(source: Source, problems: readonly Problem[]): UserError {
  const lines = problems.map(({ words, text, remedy = "Correct it." }) => {
    const place = placeText(placeInSource(source, words));
    return `${place}: ${text}. ${remedy}`;
  });
  return new UserError("WRONG_BUILDS", lines.join("\n"));
}

export interface Problem {
  /** The way to where builds.ts says it. */
  readonly words: readonly string[];
  /** Without its full stop. */
  readonly text: string;
  readonly remedy?: string;
}

/** A schema's sentence begins with the way to what it is about. */
export function schemaProblem(sentence: string): Problem {
  const [, way = "", field] = /^(\S+)(?: has a field "([^"]*)")?/.exec(sentence) ?? [];
  const near = field === undefined ? "" : didYouMean(field, fieldNames(buildsSchema));
  return {
    words: [...way.split("/"), ...(field === undefined ? [] : [field])],
    text: sentence.replace(/\.$/, ""),
    ...(near !== "" && { remedy: near.trim() }),
  };
}

/** Of everything that builds.ts may say. */
function fieldNames(schema: Schema): readonly string[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (!isObject(value)) return [];
    return [...(keyword === "properties" ? Object.keys(value) : []), ...fieldNames(value)];
  });
}
