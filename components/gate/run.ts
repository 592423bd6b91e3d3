// Fails, with the reason, unless the twin gained enough on its base.
import { implement } from "../../pipeline/executor/index.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { gate } from "./component.ts";
import { reasonToStop } from "./verdict.ts";

export default implement(gate, async (inputs) => {
  const reason = reasonToStop(inputs);
  if (reason !== undefined) throw new UserError("NO_GAIN", reason);
  return {};
});
