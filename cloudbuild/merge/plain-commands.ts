// A step -> the commands that it runs, with the values of substitutions and of its own variables in their place.
import { commandsOf, shellTextOf } from "../check/step-commands.ts";
import type { Build, BuildStep } from "../format/build.ts";
import { own } from "../../pipeline/ir/json-object.ts";
import { withDefaults } from "./image-reference.ts";

/** Substitutions have their defaults; those without one are `${_X}`. A command begins with its program. */
export function plainCommands(
  step: BuildStep,
  substitutions: NonNullable<Build["substitutions"]> = {},
): readonly (readonly string[])[] {
  const read = (text: string): string => withDefaults(text, substitutions);
  const { name, args = [], env = [], script } = step;
  const variables = Object.fromEntries(
    env.map((line) => {
      const [variable = "", value = ""] = line.split(/=(.*)/s);
      return [variable, read(value)] as const;
    }),
  );
  const shell = shellTextOf(step, 0);
  const inShell =
    script === undefined ? /\$\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g : /\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g;
  const expand = (text: string): string =>
    text.replaceAll(
      inShell,
      (all, braced?: string, bare?: string) => own(variables, braced ?? bare ?? "") ?? all,
    );
  const changed: BuildStep = {
    ...step,
    name: read(name),
    ...(step.args && { args: args.map((arg) => (arg === shell?.text ? expand(read(arg)) : read(arg))) }),
    ...(script !== undefined && { script: expand(script) }),
  };
  return commandsOf(changed, 0).map(({ words }) => words.map(({ text }) => text));
}
