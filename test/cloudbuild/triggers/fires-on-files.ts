// Whether a trigger would start a build on an event that changes files, by the rules of the service.
import { matchesGlob } from "../../../cloudbuild/plan/globs.ts";
import { firesOn, type RepositoryEvent } from "../../../cloudbuild/triggers/fires-on.ts";
import type { BuildTrigger } from "../../../cloudbuild/triggers/trigger.ts";

/** `files`: those that the event changes, from the repository's root. */
export function firesOnFiles(
  trigger: BuildTrigger,
  event: RepositoryEvent,
  files: readonly string[],
): boolean {
  return firesOn(trigger)(event) && isAmong(trigger, files);
}

/**
 * Ignored files are taken away first, and if none is left there is no build; then one must be among the included files,
 * where those are given (docstring of `BuildTrigger.ignored_files` and `included_files`).
 */
function isAmong({ includedFiles = [], ignoredFiles = [] }: BuildTrigger, files: readonly string[]): boolean {
  const left = files.filter((file) => !ignoredFiles.some((glob) => matchesGlob(glob, file)));
  if (left.length === 0 && (ignoredFiles.length > 0 || includedFiles.length > 0)) return false;
  return (
    includedFiles.length === 0 || left.some((file) => includedFiles.some((glob) => matchesGlob(glob, file)))
  );
}
