// Options that hold for every step of a config -> the same said by its steps, so that they reach no other component's.
import type { Build, BuildOptions, BuildStep, Volume } from "../format/build.ts";
import type { MergePart } from "./merge-part.ts";
import { sameValue } from "./merge-part.ts";

/** The options that steps can say as well. What a step says itself wins. */
export type StepOptions = Pick<BuildOptions, "env" | "secretEnv" | "volumes" | "automapSubstitutions">;

/** What all components say alike stays an option of the build: of one component, everything. */
export function commonOptions(parts: readonly MergePart[]): StepOptions {
  const [first] = parts;
  const options = first?.build.options ?? {};
  const alike = (field: keyof StepOptions): boolean =>
    parts.every(({ build }) => sameValue(build.options?.[field], options[field]));
  return {
    ...(options.env && alike("env") && { env: options.env }),
    ...(options.secretEnv && alike("secretEnv") && { secretEnv: options.secretEnv }),
    ...(options.volumes && parts.length === 1 && { volumes: options.volumes }),
    ...(options.automapSubstitutions !== undefined &&
      alike("automapSubstitutions") && { automapSubstitutions: options.automapSubstitutions }),
  };
}

/** A step of `part` in the merged build, but for its id and what it waits for. `isOnly`: it is the build's only component. */
export function pushDown(
  step: BuildStep,
  part: MergePart,
  { common, isOnly }: { readonly common: StepOptions; readonly isOnly: boolean },
): BuildStep {
  const options = remaining(part.build, common);
  const volumes = isOnly ? step.volumes : stepVolumes(step, options.volumes ?? [], part.name);
  const env = stepEnv(step, options.env ?? []);
  const secretEnv = stepSecrets(step, options.secretEnv ?? []);
  return {
    ...step,
    ...(env.length > 0 && { env }),
    ...(secretEnv.length > 0 && { secretEnv }),
    ...(volumes && volumes.length > 0 && { volumes }),
    ...(options.automapSubstitutions !== undefined &&
      step.automapSubstitutions === undefined && { automapSubstitutions: options.automapSubstitutions }),
  };
}

function remaining({ options = {} }: Build, common: StepOptions): StepOptions {
  return {
    ...(!common.env && options.env && { env: options.env }),
    ...(!common.secretEnv && options.secretEnv && { secretEnv: options.secretEnv }),
    ...(options.volumes && { volumes: options.volumes }),
    ...(common.automapSubstitutions === undefined &&
      options.automapSubstitutions !== undefined && { automapSubstitutions: options.automapSubstitutions }),
  };
}

export function variableOf(line: string): string {
  return line.split("=", 1)[0] ?? "";
}

function stepEnv({ env = [], secretEnv = [] }: BuildStep, global: readonly string[]): readonly string[] {
  const own = new Set([...env.map(variableOf), ...secretEnv]);
  return [...global.filter((line) => !own.has(variableOf(line))), ...env];
}

function stepSecrets({ env = [], secretEnv = [] }: BuildStep, global: readonly string[]): readonly string[] {
  const own = new Set([...env.map(variableOf), ...secretEnv]);
  return [...global.filter((name) => !own.has(name)), ...secretEnv];
}

/** A dot is in no component's name, so that no two names of volumes meet. */
function stepVolumes(
  { volumes = [] }: BuildStep,
  global: readonly Volume[],
  part: string,
): readonly Volume[] {
  const isOwn = ({ name, path }: Volume): boolean =>
    volumes.some((own) => own.name === name || own.path === path);
  const all = [...global.filter((volume) => !isOwn(volume)), ...volumes];
  return all.map(({ name, path }) => ({ name: `${part}.${name}`, path }));
}
