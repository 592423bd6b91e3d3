// pollux cloudbuild: picks one of its commands, and runs it.
import { didYouMean } from "../../cloudbuild/findings/closest-name.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { isWrongOption } from "../mistake.ts";

interface Entry {
  /** One line for the list of commands. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

const commands: { readonly [name: string]: Entry } = {
  check: {
    summary: "say what is wrong with configs, with places and remedies",
    load: async () => (await import("../cloudbuild/check.ts")).check,
  },
  merge: {
    summary: "make one build of several configs",
    load: async () => (await import("../cloudbuild/merge.ts")).merge,
  },
  plan: {
    summary: "say what would run, why, when, and for about how much",
    load: async () => (await import("../cloudbuild/plan.ts")).plan,
  },
  graph: { summary: "draw a build", load: async () => (await import("../cloudbuild/graph.ts")).graph },
  explain: {
    summary: "say why a step waits",
    load: async () => (await import("../cloudbuild/explain.ts")).explain,
  },
  triggers: {
    summary: "write the triggers, and compare them with what exists",
    load: async () => (await import("../cloudbuild/triggers.ts")).triggers,
  },
  run: {
    summary: "simulate a build, with a virtual clock",
    load: async () => (await import("../cloudbuild/run.ts")).run,
  },
  infrastructure: {
    summary: "write what the builds need on Google Cloud, for Terraform or OpenTofu",
    load: async () => (await import("../cloudbuild/infrastructure.ts")).infrastructure,
  },
  deploy: {
    summary: "make all of it on Google Cloud",
    load: async () => (await import("../cloudbuild/deploy.ts")).deploy,
  },
  teardown: {
    summary: "delete all of it again",
    load: async () => (await import("../cloudbuild/teardown.ts")).teardown,
  },
};

export const cloudbuild: Command = {
  usage: overview(),
  readsHelp: true,
  run: async ([name, ...rest]) => {
    if (name === undefined || name === "help" || isHelp(name)) {
      console.log(cloudbuild.usage);
      return 0;
    }
    const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (entry === undefined) {
      const names = Object.keys(commands);
      throw new UserError(
        "UNKNOWN_COMMAND",
        `pollux cloudbuild: there is no command "${name}".${didYouMean(name, names)} Use one of: ${names.join(", ")}.`,
      );
    }
    const command = await entry.load();
    if (rest.some(isHelp)) {
      console.log(command.usage);
      return 0;
    }
    try {
      return await command.run(rest);
    } catch (error) {
      if (!isWrongOption(error)) throw error;
      throw new UserError("WRONG_OPTION", `pollux cloudbuild ${name}: ${error.message}`);
    }
  },
};

function isHelp(word: string): boolean {
  return word === "--help" || word === "-h";
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    "usage: pollux cloudbuild COMMAND [OPTION]...",
    "",
    "Checks, merges and starts Google Cloud builds. What is merged, and for what, says cloudbuild/builds.ts.",
    "",
    ...lines,
    "",
    "`pollux cloudbuild COMMAND --help` explains one.",
  ].join("\n");
}
