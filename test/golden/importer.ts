// Artifacts that exist already: at a fixed address and at a given one, under another type, of a type of one's own.
import { Artifact, artifactType, cast, Dataset, importer, Model, pipeline, string } from "pollux";
import { evaluate, train } from "./parts/steps.ts";

interface Bundle extends Artifact<"example.Bundle"> {}
const Bundle = artifactType<Bundle>("example.Bundle", "1.2.0");

export default pipeline({ name: "importer", inputs: { uri: string() } }, (inputs) => {
  const fixed = importer({ type: Dataset, uri: "gs://bucket/data", metadata: { rows: 100, tags: ["a"] } });
  const given = importer({ name: "import-bundle", type: Bundle, uri: inputs.uri, reimport: true });
  train({ dataset: fixed.outputs.artifact });
  evaluate({ model: cast(given.outputs.artifact, Model) });
});
