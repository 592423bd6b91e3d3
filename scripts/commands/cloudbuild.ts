// pollux cloudbuild: picks one of its commands, and runs it.
import type { Command } from "../command.ts";
import { type Commands, dispatch, overview } from "../dispatch.ts";

const entries: Commands["entries"] = {
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

const commands: Commands = {
  prefix: "pollux cloudbuild",
  about:
    "Checks, merges and starts Google Cloud builds. What is merged, and for what, says cloudbuild/builds.ts.",
  entries,
};

export const cloudbuild: Command = {
  usage: overview(commands),
  readsHelp: true,
  run: (argv) => dispatch(commands, argv),
};
