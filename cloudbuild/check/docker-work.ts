// A step -> the images that it makes, pulls and pushes, for findings on them.
import type { Path } from "../files/build-file.ts";
import type { BuildStep } from "../format/build.ts";
import { dockerCommandOf, mayMakeOthers } from "../steps/docker-commands.ts";
import type { DockerCommand } from "../steps/docker-commands.ts";
import { commandsOf } from "../steps/step-commands.ts";
import type { Word } from "../steps/step-commands.ts";

export interface DockerWork {
  /** Built or tagged. */
  readonly made: readonly ImageUse[];
  readonly pulled: readonly ImageUse[];
  readonly pushed: readonly ImageUse[];
  /** It may make or push others: not everything in it is understood. */
  readonly more: boolean;
}

export interface ImageUse {
  readonly image: string;
  readonly at: Path;
}

export function dockerWork(step: BuildStep, index: number): DockerWork {
  const commands = commandsOf(step, index);
  const works = commands.flatMap((command) => dockerCommandOf(command) ?? []).map(imagesOf);
  const all = (field: keyof Images): readonly Word[] => works.flatMap((work) => work[field]);
  const known = (words: readonly Word[]): readonly ImageUse[] =>
    words.filter(({ isOpen }) => !isOpen).map(({ text, at }) => ({ image: text, at }));
  return {
    made: known(all("made")),
    pulled: known(all("pulled")),
    pushed: known(all("pushed")),
    more: commands.some(mayMakeOthers),
  };
}

interface Images {
  readonly made: readonly Word[];
  readonly pulled: readonly Word[];
  readonly pushed: readonly Word[];
}

function imagesOf(command: DockerCommand): Images {
  const nothing: Images = { made: [], pulled: [], pushed: [] };
  switch (command.kind) {
    case "build":
      return { ...nothing, made: command.tags, pushed: command.isPushed ? command.tags : [] };
    case "tag":
      return { ...nothing, made: command.to };
    case "pull":
      return { ...nothing, pulled: command.images };
    case "push":
      return { ...nothing, pushed: command.images };
    case "other":
      return nothing;
    default:
      return command satisfies never;
  }
}
