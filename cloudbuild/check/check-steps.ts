// Checks each step by itself: that it has an image, what it runs, and in which folder.
import type { BuildFile } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import type { BuildStep } from "../format/build.ts";
import { found, quoted, stepName } from "../findings/found.ts";

export function checkSteps(file: BuildFile): readonly Finding[] {
  return file.build.steps.flatMap((step, index) => [
    ...nameFindings(file, step, index),
    ...scriptFindings(file, step, index),
    ...folderFindings(file, step, index),
    ...failureFindings(file, step, index),
  ]);
}

function nameFindings(file: BuildFile, step: BuildStep, index: number): readonly Finding[] {
  const name: string | undefined = step.name; // the schema lets a step be without
  if (name !== undefined && name !== "") return [];
  return [
    found(file, {
      code: "STEP_WITHOUT_NAME",
      severity: "error",
      at: ["steps", index, "name"],
      message: `${stepName(step, index)} names no image.`,
      remedy: `Give it the image that it runs in, as name: gcr.io/cloud-builders/docker.`,
    }),
  ];
}

/** Documentation, "Run bash scripts": a step with `script` has neither `args` nor `entrypoint`. */
function scriptFindings(file: BuildFile, step: BuildStep, index: number): readonly Finding[] {
  if (step.script === undefined || step.script === "") return [];
  const beside = [
    ...(step.args !== undefined && step.args.length > 0 ? ["args"] : []),
    ...(step.entrypoint !== undefined && step.entrypoint !== "" ? ["entrypoint"] : []),
  ];
  return beside.map((field) =>
    found(file, {
      code: "SCRIPT_BESIDE_ARGS",
      severity: "error",
      at: ["steps", index, field],
      key: true,
      message: `${stepName(step, index)} has both script and ${field}.`,
      remedy:
        field === "args"
          ? `Write the command into script, or take script out.`
          : `Begin script with the interpreter, as #!/usr/bin/env bash, and take entrypoint out.`,
      related: [{ at: ["steps", index, "script"], key: true, note: "the script is here" }],
    }),
  );
}

function folderFindings(file: BuildFile, step: BuildStep, index: number): readonly Finding[] {
  const { dir } = step;
  if (dir === undefined || dir === "") return [];
  const volumes = [...(step.volumes ?? []), ...(file.build.options?.volumes ?? [])];
  if (volumes.some(({ path }) => dir === path || dir.startsWith(`${path}/`))) return [];
  if (!leavesWorkspace(dir)) return [];
  return [
    found(file, {
      code: "DIR_OUTSIDE_WORKSPACE",
      severity: "warning",
      at: ["steps", index, "dir"],
      message: `${stepName(step, index)} works in ${quoted(dir)}, outside /workspace, and what it writes there is lost when it ends.`,
      remedy: `Give a folder relative to /workspace, or mount a volume there that later steps mount too.`,
    }),
  ];
}

/** A substitution may stand for any folder: what comes after one is not known. */
function leavesWorkspace(dir: string): boolean {
  if (dir.startsWith("/"))
    return !/^\/+workspace(?:\/|$)/.test(dir) || climbs(dir.replace(/^\/+workspace/, ""));
  return climbs(dir);
}

function climbs(dir: string): boolean {
  let depth = 0;
  for (const part of dir.split("/")) {
    if (part.includes("$")) return false;
    if (part === "..") depth -= 1;
    else if (part !== "" && part !== ".") depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

function failureFindings(file: BuildFile, step: BuildStep, index: number): readonly Finding[] {
  const codes = step.allowExitCodes ?? [];
  const outOfRange = codes.flatMap((code, position) => {
    if (Number(code) >= 0 && Number(code) <= 255) return [];
    return found(file, {
      code: "EXIT_CODE_RANGE",
      severity: "error",
      at: ["steps", index, "allowExitCodes", position],
      message: `${stepName(step, index)} allows the exit code ${code}, which no process ends with.`,
      remedy: `Give codes from 1 to 255.`,
    });
  });
  if (step.allowFailure !== true || codes.length === 0) return outOfRange;
  return [
    ...outOfRange,
    found(file, {
      code: "ALLOW_FAILURE_WITH_CODES",
      severity: "warning",
      at: ["steps", index, "allowFailure"],
      key: true,
      message: `${stepName(step, index)} has allowFailure beside allowExitCodes, and only one of them can decide.`,
      remedy: `Keep allowExitCodes where these codes alone are harmless, else allowFailure.`,
      related: [{ at: ["steps", index, "allowExitCodes"], key: true, note: "the codes are here" }],
    }),
  ];
}
