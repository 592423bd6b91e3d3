// Triggers -> the YAML documents that `gcloud builds triggers import` takes.
import { stringify } from "yaml";
import type { BuildTrigger } from "./trigger.ts";

/** In the order in which they are given. `region` is for the command, which the first lines show. */
export function writeTriggers(
  triggers: readonly BuildTrigger[],
  { region, file = "triggers.yaml" }: { readonly region: string; readonly file?: string },
): string {
  const comment = [
    "# Written by: pollux cloudbuild triggers",
    `# Brought there by: gcloud builds triggers import --source=${file} --region=${region}`,
    "# That creates and changes them by their names, and deletes none.",
  ].join("\n");
  return `${comment}\n${triggers.map(writeTrigger).join("---\n")}`;
}

/** Values are quoted: gcloud reads YAML 1.1, in which other plain ones are numbers and truths than in 1.2. */
function writeTrigger(trigger: BuildTrigger): string {
  return stringify(trigger, {
    lineWidth: 0,
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
    aliasDuplicateObjects: false,
  });
}
