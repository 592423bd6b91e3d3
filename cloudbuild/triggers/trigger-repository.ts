// Which repository a trigger is of: by the event that starts it, or by the source that it builds.
import { isObject } from "../../pipeline/ir/json-object.ts";
import type { BuildTrigger } from "./trigger.ts";

/** What the repository of an event is told by. */
export type OfRepository = Pick<BuildTrigger, "github" | "repositoryEventConfig">;

export type Repository =
  | { readonly kind: "github"; readonly owner: string; readonly name: string }
  | { readonly kind: "connection"; readonly repository: string };

/** Of the event; `undefined`: there is none, or one of another host. */
export function eventRepository({ github, repositoryEventConfig }: OfRepository): Repository | undefined {
  if (github !== undefined) return { kind: "github", owner: github.owner, name: github.name };
  return repositoryEventConfig && { kind: "connection", repository: repositoryEventConfig.repository };
}

/** Of what a schedule, a topic or a person starts. */
export function sourceRepository({ sourceToBuild, gitFileSource }: BuildTrigger): Repository | undefined {
  for (const source of [sourceToBuild, gitFileSource]) {
    const { uri, repository }: { uri?: unknown; repository?: unknown } = isObject(source) ? source : {};
    if (typeof repository === "string") return { kind: "connection", repository };
    const [, owner, name] =
      /^(?:https?:\/\/|git@)(?:[^@/]*@)?github\.com[/:]([^/]+)\/([^/]+?)(?:\.git)?\/?$/i.exec(String(uri)) ??
      [];
    if (owner !== undefined && name !== undefined) return { kind: "github", owner, name };
  }
  return undefined;
}

/** For certain. GitHub's names are the same in capitals. */
export function isSameRepository(one: Repository, other: Repository): boolean {
  if (one.kind === "github") return other.kind === "github" && slugOf(one) === slugOf(other);
  if (other.kind === "github") return false;
  const [first, second] = [partsOf(one.repository), partsOf(other.repository)];
  return first.rest === second.rest && isSameProject(first.project, second.project);
}

/** Or likely, of two generations: a connection names it as the user says, usually as GitHub's with its owner before it. */
export function mayBeSameRepository(one: Repository, other: Repository): boolean {
  if (one.kind === other.kind) return isSameRepository(one, other);
  const [github, connection] = one.kind === "github" ? [one, other] : [other, one];
  if (github.kind !== "github" || connection.kind !== "connection") return false;
  const name = connection.repository.slice(connection.repository.lastIndexOf("/") + 1).toLowerCase();
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-");
  return [plain(github.name), plain(`${github.owner}-${github.name}`)].includes(plain(name));
}

/** For people. */
export function repositoryName(repository: Repository | undefined): string {
  if (repository === undefined) return "no repository";
  return repository.kind === "github"
    ? `github.com/${repository.owner}/${repository.name}`
    : repository.repository;
}

function slugOf({ owner, name }: Repository & { readonly kind: "github" }): string {
  return `${owner}/${name}`.toLowerCase();
}

function partsOf(repository: string): { readonly project: string; readonly rest: string } {
  const [, project = "", rest = repository] = /^projects\/([^/]+)\/(.*)$/.exec(repository) ?? [];
  return { project, rest };
}

/** Triggers are listed of one project, which has a number as well, or is not said yet. */
function isSameProject(one: string, other: string): boolean {
  return one === other || [one, other].some((project) => /^(?:\d+|\$\{?PROJECT_ID\}?)$/.test(project));
}
