// What a component is called, which the IR says only by the key that a compiler made up.
import { own } from "../ir/json-object.ts";
import { componentOf, executorOf, type FileContext, rootKey } from "./file-context.ts";

/** A legal name: of the function that it runs, or of its key without what compilers add to keys. */
export function componentName(file: FileContext, key: string): string {
  const executor = executorOf(file, componentOf(file, key));
  const args = executor?.container?.args ?? [];
  const at = args.indexOf("--function_to_execute");
  const called = at < 0 ? undefined : args[at + 1];
  return legalName(called ?? stem(file, key));
}

/** `comp-train-2` is a second `train` if there is a `comp-train`. */
function stem(file: FileContext, key: string): string {
  if (key === rootKey) return file.spec.pipelineInfo.name;
  const [, base] = /^(.+)-\d+$/.exec(key) ?? [];
  const wanted = base !== undefined && own(file.spec.components, base) !== undefined ? base : key;
  return wanted.replace(/^comp-/, "");
}

function legalName(name: string): string {
  const kebab = name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  return kebab === "" ? "component" : kebab;
}
