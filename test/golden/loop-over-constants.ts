// A loop over constants, two at a time, that collects values and artifacts.
import { Dataset, field, parallelFor, pipeline } from "pollux";
import { compare, evaluate, train } from "./parts/steps.ts";

export default pipeline({ name: "loop-over-constants", inputs: { data: Dataset } }, (inputs) => {
  const sweep = parallelFor({ items: [{ rank: 4 }, { rank: 16 }], parallelism: 2 }, (item) => {
    const trained = train({ dataset: inputs.data, rank: field(item, "rank") });
    return { model: trained.outputs.model, score: evaluate({ model: trained.outputs.model }).outputs.score };
  });
  const best = compare({ models: sweep.model, scores: sweep.score }).outputs.best;
  return { best, scores: sweep.score };
});
