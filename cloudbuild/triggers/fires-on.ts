// Whether a trigger would start a build on an event, by the rules of the service.
import { readRe2 } from "./read-re2.ts";
import type { BuildTrigger, PullRequestFilter, PushFilter } from "./trigger.ts";

/** Of a pull request it is the branch that would be merged into. */
export type RepositoryEvent =
  | { readonly kind: "push"; readonly branch: string }
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "pull request"; readonly branch: string };

/** By the branch or the tag alone: which files count is another matter. For many events. */
export function firesOn(trigger: BuildTrigger): (event: RepositoryEvent) => boolean {
  const { push, pullRequest } = trigger.github ?? trigger.repositoryEventConfig ?? {};
  const fires = {
    push: matcherOf(push, push?.branch),
    tag: matcherOf(push, push?.tag),
    "pull request": matcherOf(pullRequest, pullRequest?.branch),
  };
  return (event) => fires[event.kind](event.kind === "tag" ? event.tag : event.branch);
}

function matcherOf(
  filter: PushFilter | PullRequestFilter | undefined,
  pattern: string | undefined,
): (ref: string) => boolean {
  const { regex } = pattern === undefined ? {} : readRe2(pattern);
  if (regex === undefined) return () => false;
  return (ref) => regex.test(ref) !== (filter?.invertRegex === true);
}
