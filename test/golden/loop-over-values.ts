// Loops over a list parameter, over a field of an item, and over artifacts that a loop collected.
import { Dataset, field, int, list, parallelFor, pipeline, string, struct } from "pollux";
import { evaluate, train, use } from "./parts/steps.ts";

const item = struct({ label: string(), ranks: list(int()) });

export default pipeline({ name: "loop-over-values", inputs: { items: list(item), data: Dataset } }, (inputs) => {
  const trained = parallelFor({ items: inputs.items }, (outer) => {
    use({ text: field(outer, "label") });
    return parallelFor({ items: field(outer, "ranks") }, (rank) => {
      use({ text: field(outer, "label") });
      return { model: train({ dataset: inputs.data, rank }).outputs.model };
    });
  });
  return parallelFor({ items: trained.model }, (model) => ({ score: evaluate({ model }).outputs.score }));
});
