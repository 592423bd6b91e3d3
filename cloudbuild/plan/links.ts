// A path of the repository -> where the symbolic links on it lead.

/** What a link says, by its path from the repository's root; undefined of what is no link. */
export type LinkAt = (path: string) => string | undefined;

export interface FollowedPath {
  /** From the root; undefined: it leaves the repository, or the links go round in a circle. */
  readonly path: string | undefined;
  /** The links on the way, in their order. */
  readonly links: readonly string[];
}

/** As many as Linux follows. */
const mostLinks = 40;

/** `path` is normal, "" being the root. */
export function followLinks(path: string, linkAt: LinkAt = () => undefined): FollowedPath {
  const links: string[] = [];
  const names = path.split("/").reverse();
  const way: string[] = [];
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (name === "" || name === ".") continue;
    if (name === "..") {
      if (way.pop() === undefined) return { path: undefined, links };
      continue;
    }
    const here = [...way, name].join("/");
    const target = linkAt(here);
    if (target === undefined) {
      way.push(name);
      continue;
    }
    links.push(here);
    if (target.startsWith("/") || links.length > mostLinks) return { path: undefined, links };
    names.push(...target.split("/").reverse());
  }
  return { path: way.join("/"), links };
}
