// Calls of programs for clouds, stores and infrastructure -> whether they change something there.
import { type ProgramCall, words, verbs } from "./program-call.ts";

const reads = new Set(
  words(`access browse builds-list cat check-iam-policy clone configure-docker describe describe-rollout diff docker-helper
    du get get-credentials get-iam-policy get-server-config get-value hash info list list-tags log login ls
    print-access-token print-identity-token print-settings read search search-all-resources show stat tail version
    versions-list wait`),
);
const changes = new Set(
  words(`abandon add apply approve attach build call cancel cp create delete deploy destroy detach disable drain enable execute
    export failover import ingest insert invoke load migrate move mv patch promote publish push recreate reject remove
    replace reset resize restart restore resume rewind rm rollback rolling-action rsync run run-now scp seek send set sign
    ssh start stop submit suspend sync terminate undelete unset update upgrade upload`),
);
const changeStarts =
  /^(?:add|bulk|create|delete|deploy|disable|enable|export|import|move|patch|remove|replace|set|start|stop|update|upload)-/;

/** The first verb behind its group: names of anything stand behind that. */
export function gcloudChanges({ words: said }: ProgramCall): boolean | undefined {
  const [group, ...path] = said.filter((word, at) => at > 1 || !/^(?:alpha|beta|preview)$/.test(word));
  if (group === undefined) return false;
  if (group === "storage" && /^(?:cp|mv|rsync)$/.test(path[0] ?? "")) return goesToStorage(path);
  if (/^(?:auth|config|components|version|info|init|help|emulators|topic|cheat-sheet)$/.test(group))
    return false;
  for (const word of path) {
    if (reads.has(word)) return false;
    if (changes.has(word) || changeStarts.test(word)) return true;
  }
  return undefined;
}

export function gsutilChanges({ words: said }: ProgramCall): boolean | undefined {
  const [verb] = said;
  if (/^(?:cp|mv|rsync)$/.test(verb ?? "")) return goesToStorage(said);
  return verb !== undefined && !/^(?:cat|du|hash|help|ls|stat|test|version|versions)$/.test(verb);
}

/** To a bucket, wherever it stands behind another word, or to where a variable says. */
export function goesToStorage([verb, from = "", ...others]: readonly string[]): boolean | undefined {
  if (verb === "mv" || others.some((word) => /^(?:gs|s3):/.test(word))) return true;
  const isOpen = others.some((word) => word.startsWith("$"));
  if (!/^(?:gs|s3):/.test(from)) return isOpen || (from.startsWith("$") && others.length === 0);
  return isOpen ? undefined : others.length === 0; // its sources may come from stdin
}

export function skopeoPushes({ words: [verb, , ...to], line: said }: ProgramCall): boolean | undefined {
  if (verb === "sync") return !/--dest[ =]dir/.test(said);
  if (verb === "delete") return true;
  if (verb !== "copy") return false;
  if (to.some((word) => word.startsWith("docker://"))) return true;
  return to.some((word) => word.startsWith("$")) ? undefined : false;
}

export function bqChanges(call: ProgramCall): boolean | undefined {
  const [verb, ...statement] = call.words;
  if (verb !== "query") return bqVerbs(call);
  if (/--dry_run(?!=false)/.test(call.line)) return false;
  if (/--(?:destination_table|schedule|append_table|replace|destination_schema)/.test(call.line)) return true;
  const sql = statement.join(" ");
  const isWriting =
    /\b(?:alter|begin|call|create|delete|drop|execute|export|grant|insert|load|merge|revoke|truncate|update)\b/i;
  if (isWriting.test(sql)) return true;
  return /^\s*(?:select|with)\b/i.test(sql) ? false : undefined;
}

const bqVerbs = verbs({
  publish:
    "cp extract insert load mk mkdef partition rm update cancel set-iam-policy add-iam-policy-binding truncate undelete",
  harmless: "ls show head wait help version info get-iam-policy init",
});

/** Terragrunt's `run --all apply` and `run-all apply` are `apply` in many folders. */
export function terraform({ words: said, line: all }: ProgramCall): boolean | undefined {
  const [first = ""] = said;
  const rest = /^(?:run|run-all|stack)$/.test(first)
    ? said.filter((word) => !/^(?:run|run-all|stack)$/.test(word))
    : said;
  return terraformVerbs({ words: rest, line: all });
}

const terraformVerbs = verbs({
  publish: `apply apply-all destroy destroy-all import refresh taint untaint force-unlock state+mv state+rm state+push
    state+replace-provider workspace+new workspace+delete`,
  harmless: `init plan plan-all validate validate-all fmt show output output-all graph graph-dependencies providers version
    console get login logout metadata modules state workspace hclfmt hclvalidate hcl find list render-json dag info`,
});
