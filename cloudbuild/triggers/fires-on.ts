// Whether a trigger would start a build on an event, by the rules of the service.
import { matchesGlob } from "../plan/globs.ts";
import { readRe2 } from "./read-re2.ts";
import type { BuildTrigger, PullRequestFilter, PushFilter } from "./trigger.ts";

/** Of a pull request it is the branch that would be merged into. */
export type RepositoryEvent =
  | { readonly kind: "push"; readonly branch: string }
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "pull request"; readonly branch: string };

/** `files`: those that the event changes, from the repository's root. */
export function firesOn(trigger: BuildTrigger, event: RepositoryEvent, files: readonly string[]): boolean {
  return trigger.disabled !== true && firesOnRef(trigger, event) && firesOnFiles(trigger, files);
}

/** By the branch or the tag alone. */
export function firesOnRef(trigger: BuildTrigger, event: RepositoryEvent): boolean {
  return refMatcher(trigger)(event);
}

/** `firesOnRef` of one trigger for many events. */
export function refMatcher(trigger: BuildTrigger): (event: RepositoryEvent) => boolean {
  const { push, pullRequest } = trigger.github ?? trigger.repositoryEventConfig ?? {};
  const fires = {
    push: matcherOf(push, push?.branch),
    tag: matcherOf(push, push?.tag),
    "pull request": matcherOf(pullRequest, pullRequest?.branch),
  };
  return (event) => fires[event.kind](event.kind === "tag" ? event.tag : event.branch);
}

/**
 * Ignored files are taken away first, and if none is left there is no build; then one must be among the included files,
 * where those are given (docstring of `BuildTrigger.ignored_files` and `included_files`).
 */
export function firesOnFiles(
  { includedFiles = [], ignoredFiles = [] }: Pick<BuildTrigger, "includedFiles" | "ignoredFiles">,
  files: readonly string[],
): boolean {
  const left = files.filter((file) => !ignoredFiles.some((glob) => matchesGlob(glob, file)));
  if (left.length === 0 && (ignoredFiles.length > 0 || includedFiles.length > 0)) return false;
  return (
    includedFiles.length === 0 || left.some((file) => includedFiles.some((glob) => matchesGlob(glob, file)))
  );
}

function matcherOf(
  filter: PushFilter | PullRequestFilter | undefined,
  pattern: string | undefined,
): (ref: string) => boolean {
  const { regex } = pattern === undefined ? {} : readRe2(pattern);
  if (regex === undefined) return () => false;
  return (ref) => regex.test(ref) !== (filter?.invertRegex === true);
}
