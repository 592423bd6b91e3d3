// Says where the model is kept.
import { implement } from "../../pipeline/executor/index.ts";
import { modelAddress } from "./component.ts";

export default implement(modelAddress, async (inputs) => ({ uri: inputs.model.uri }));
