// Files, folders and globs of the repository -> which paths are among them, as triggers and as the plan read them.
import { globOf, globReaches } from "./globs.ts";
import { followLinks } from "./links.ts";

export interface Reach {
  readonly globs: readonly string[];
  readonly includes: (path: string) => boolean;
  /** Of something in the folder. */
  readonly reaches: (folder: string) => boolean;
}

export type Links = ReadonlyMap<string, string>;

export function anyOf(parts: readonly Reach[]): Reach {
  return {
    globs: parts.flatMap(({ globs }) => globs),
    includes: (path) => parts.some((part) => part.includes(path)),
    reaches: (folder) => parts.some((part) => part.reaches(folder)),
  };
}

export function oneFile(file: string): Reach {
  return {
    globs: [globOf(file)],
    includes: (path) => path === file,
    reaches: (folder) => file.startsWith(`${folder}/`),
  };
}

/** Of a folder or file, "" being the root. A submodule that it is in counts as well: git names that alone. */
export function below(folder: string): Reach {
  if (folder === "") return { globs: ["**"], includes: () => true, reaches: () => true };
  const includes = (path: string): boolean =>
    path === folder || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`);
  return { globs: [`${globOf(folder)}/**`], includes, reaches: includes };
}

/** A folder or file: a trigger cannot know which. */
export function eitherAt(path: string): Reach {
  const inside = below(path);
  return path === "" ? inside : { ...inside, globs: [globOf(path), ...inside.globs] };
}

/**
 * The links on the way to a path, and where they lead; undefined where there are none. What leaves the repository may lead
 * anywhere.
 */
export function throughLinks(path: string, links: Links = new Map()): Reach | undefined {
  const followed = followLinks(path, (link) => links.get(link));
  if (followed.links.length === 0) return undefined;
  return anyOf([
    ...followed.links.map(oneFile),
    followed.path === undefined ? below("") : eitherAt(followed.path),
  ]);
}

/** A glob, and where links lead that it matches or goes through. */
export function withGlob(
  glob: string,
  links: Links = new Map(),
  includes: (path: string) => boolean,
): readonly Reach[] {
  const own: Reach = { globs: [glob], includes, reaches: (folder) => globReaches(glob, folder) };
  const met = [...links.keys()].filter((link) => includes(link) || globReaches(glob, link));
  return [own, ...met.flatMap((link) => throughLinks(link, links) ?? [])];
}
