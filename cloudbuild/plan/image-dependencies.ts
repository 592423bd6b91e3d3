// The build of an image -> the files of the repository that it is made from.
import { posix } from "node:path";
import type { Dependency, DependencyOptions } from "./dependencies.ts";
import type { ImageBuild } from "./docker-builds.ts";
import { dockerIgnore } from "./docker-ignore.ts";
import type { CopiedSource } from "./dockerfile.ts";
import { contextName, copiedSources } from "./dockerfile.ts";
import { globOf, matchesGlob } from "./globs.ts";
import type { Links, Reach } from "./reach.ts";
import { anyOf, below, eitherAt, oneFile, throughLinks, withGlob } from "./reach.ts";

type Build = ImageBuild & { readonly kind: "build" };

export function ofImageBuild(build: ImageBuild, options: DependencyOptions): readonly Dependency[] {
  if (build.kind === "unknown") return [{ because: build, ...below("") }];
  const { context, dockerfiles, contexts } = build;
  const { read, links } = options;
  const found = dockerfiles.findIndex((path) => read(path) !== undefined);
  const dockerfile = dockerfiles[found];
  const text = dockerfile === undefined ? undefined : read(dockerfile);
  if (dockerfile === undefined || text === undefined) return withoutDockerfile(build);
  const ignoreFiles = ignoreFilesOf(dockerfile, context, read);
  const isIgnored = dockerIgnore(read(ignoreFiles.at(-1) ?? "") ?? "");
  const sources = copiedSources(text, { ...build, contexts: new Set(contexts.keys()) });
  return [
    ...[...dockerfiles.slice(0, found + 1), ...ignoreFiles].map((path): Dependency => {
      const linked = throughLinks(path, links);
      const reach = linked === undefined ? oneFile(path) : anyOf([oneFile(path), linked]);
      return { because: { kind: "dockerfile", dockerfile: path }, ...reach };
    }),
    ...sources.flatMap((source) => {
      const because = { kind: "source", by: source.by, dockerfile, line: source.line } as const;
      return foldersOf(source, build).map((folder): Dependency => {
        const sees = source.from === undefined ? (path: string) => !isIgnored(path) : () => true;
        return { because, ...inContext({ source: source.source, context: folder, sees, links }) };
      });
    }),
  ];
}

/** It may copy anything of what it is given. */
function withoutDockerfile({ dockerfiles, context, contexts }: Build): readonly Dependency[] {
  const folders = [...(context === undefined ? [] : [context]), ...contexts.values()];
  const [dockerfile] = dockerfiles;
  const what = dockerfile === undefined ? "its Dockerfile" : `the Dockerfile ${dockerfile}`;
  const why = `${what} is not in the repository`;
  const places = [...folders.map(below), ...dockerfiles.map(oneFile)];
  return folders.length === 0 ? [] : [{ because: { kind: "unknown", why }, ...anyOf(places) }];
}

/**
 * The last of them is the one that counts where there is one. Those before it are not there: they would count, and did
 * where they are gone.
 */
function ignoreFilesOf(
  dockerfile: string,
  context: string | undefined,
  read: DependencyOptions["read"],
): readonly string[] {
  const own = `${dockerfile}.dockerignore`;
  return context === undefined || read(own) !== undefined
    ? [own]
    : [own, posix.join(context, ".dockerignore")];
}

/** The contexts that a source is in; none of an image. A variable may name any further one. */
function foldersOf({ from }: CopiedSource, { context, contexts }: Build): readonly string[] {
  if (from === undefined) return context === undefined ? [] : [context];
  if (from.includes("$")) return [...contexts.values()];
  const folder = contexts.get(contextName(from));
  return folder === undefined ? [] : [folder];
}

/** `sees` gets paths from the context's root. */
function inContext(of: {
  readonly source: string;
  readonly context: string;
  readonly sees: (path: string) => boolean;
  readonly links: Links | undefined;
}): Reach {
  const { source, context, links } = of;
  const prefix = context === "" ? "" : `${context}/`;
  const isSeen = (path: string): boolean =>
    !path.startsWith(prefix) || path === prefix || of.sees(path.slice(prefix.length));
  if (!/[\\*?[]/.test(source)) {
    const whole = source === "" ? context : prefix + source;
    const linked = throughLinks(whole, links);
    return anyOf([seen(eitherAt(whole), isSeen), ...(linked === undefined ? [] : [linked])]);
  }
  const glob = context === "" ? source : `${globOf(context)}/${source}`;
  const linkedContext = throughLinks(context, links);
  const globs = [glob, `${glob}/**`].flatMap((one) =>
    withGlob(one, links, (path) => matchesGlob(one, path)).map((reach, at) =>
      at === 0 ? seen(reach, isSeen) : reach,
    ),
  );
  return anyOf([...globs, ...(linkedContext === undefined ? [] : [linkedContext])]);
}

function seen(reach: Reach, isSeen: (path: string) => boolean): Reach {
  return { ...reach, includes: (path) => reach.includes(path) && isSeen(path) };
}
