// Says how the run ended, in the task's log and as an artifact that stays with the run.
import { writeFile } from "node:fs/promises";
import { implement } from "../../pipeline/executor/index.ts";
import { notify } from "./component.ts";
import { describeFinalStatus } from "./notification.ts";

export default implement(notify, async (inputs, outputs, context) => {
  const notification = describeFinalStatus(inputs.status ?? {}, inputs.endpoint);
  const { subject, cause, whereToLook } = notification;
  context.log([subject, ...(cause ? [`Cause: ${cause}`] : []), `Look at: ${whereToLook}`].join("\n"));
  await writeFile(outputs.notification.path, `${JSON.stringify(notification, null, 2)}\n`);
  outputs.notification.setMetadata({ ...notification });
  return {};
});
