// An input that is left out although the component wants it.
import { type Ref, refTo } from "./handle.ts";

/** Stands where an input is wanted that a file does not give; the task is then given none. */
export const omitted: Ref<never> = refTo<never>({
  kind: "input",
  pipeline: Object.freeze({ name: "omitted" }),
  name: "omitted",
  type: { kind: "parameter", type: "STRING", unknown: true },
});
