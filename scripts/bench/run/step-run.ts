// Passes on its text.
import { implement } from "../../../pipeline/executor/index.ts";
import { step } from "./step.ts";

export default implement(step, async ({ text }) => ({ result: text }));
