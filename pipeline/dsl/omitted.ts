// An input that is left out although the component wants it, or an output although the pipeline declares it.
import { type Ref, refTo } from "./handle.ts";

/** Stands where an input or output is wanted that a file does not give; there is none then. */
export const omitted: Ref<never> = refTo<never>({
  kind: "input",
  pipeline: Object.freeze({ name: "omitted" }),
  name: "omitted",
  type: { kind: "parameter", type: "STRING", unknown: true },
});
