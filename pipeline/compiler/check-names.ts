// Names of tasks and groups: what messages, placeholders and pictures can show, each once in its DAG.
import { allMembers, type Dag, type Plan } from "./dag.ts";
import type { Problem } from "./problem.ts";

/** They stand inside quotes in placeholders and conditions, and between slashes in messages. */
const legalName = /^[^"'`/\\[\](){}<>\p{Cc}\u2028\u2029]{1,128}$/u;

export function checkNames(plan: Plan): readonly Problem[] {
  const members = [...allMembers(plan.root)];
  const illegal = members
    .filter(({ name }) => !legalName.test(name) || name.trim() === "")
    .map(({ name, parent }): Problem => {
      const message = `${JSON.stringify(name)} is no name of a task or group. Use up to 128 characters without quotes, slashes, brackets and line breaks.`;
      return { code: "ILLEGAL_NAME", where: parent.path, message };
    });
  const dags = [plan.root, ...members.filter((member) => member.kind !== "task")];
  return [...illegal, ...dags.flatMap(checkDuplicates)];
}

function checkDuplicates({ path, members }: Dag): readonly Problem[] {
  const names = members.map(({ name }) => name);
  const seen = new Set<string>();
  const twice = new Set(names.filter((name) => seen.size === seen.add(name).size));
  return [...twice].map((name) => {
    const message = `two tasks or groups in it are called "${name}". Give each a name of its own.`;
    return { code: "DUPLICATE_NAME", where: path, message };
  });
}
