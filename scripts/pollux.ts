// The command line: picks the command, runs it, and turns its outcome into an exit code.
import { type Commands, dispatch } from "./dispatch.ts";
import { mistakeMessage } from "./mistake.ts";

const entries: Commands["entries"] = {
  compile: {
    summary: "write pipelines as KFP v2 IR",
    load: async () => (await import("./commands/compile.ts")).compile,
  },
  import: {
    summary: "turn KFP v2 IR into TypeScript that compiles to it",
    load: async () => (await import("./commands/import.ts")).importIr,
  },
  diff: {
    summary: "what changed from one pipeline to another",
    load: async () => (await import("./commands/diff.ts")).diff,
  },
  graph: { summary: "draw a pipeline", load: async () => (await import("./commands/graph.ts")).graph },
  run: {
    summary: "execute a pipeline on this machine",
    load: async () => (await import("./commands/run.ts")).run,
  },
  report: {
    summary: "write a page about a run",
    load: async () => (await import("./commands/report.ts")).report,
  },
  runs: {
    summary: "list the runs on this machine",
    load: async () => (await import("./commands/runs.ts")).runs,
  },
  clean: {
    summary: "delete runs that are no longer wanted",
    load: async () => (await import("./commands/clean.ts")).clean,
  },
  plan: {
    summary: "say which tasks would run, why, on which machines, and for about how much",
    load: async () => (await import("./commands/plan.ts")).plan,
  },
  submit: {
    summary: "run a pipeline on Vertex AI",
    load: async () => (await import("./commands/submit.ts")).submit,
  },
  jobs: {
    summary: "list the jobs on Vertex AI",
    load: async () => (await import("./commands/jobs.ts")).jobs,
  },
  job: {
    summary: "show one job on Vertex AI",
    load: async () => (await import("./commands/job.ts")).job,
  },
  cancel: {
    summary: "cancel a job on Vertex AI",
    load: async () => (await import("./commands/cancel.ts")).cancel,
  },
  delete: {
    summary: "delete a job from Vertex AI",
    load: async () => (await import("./commands/delete.ts")).deleteCommand,
  },
  schedule: {
    summary: "run pipelines on Vertex AI at set times",
    load: async () => (await import("./commands/schedule.ts")).schedule,
  },
  template: {
    summary: "keep pipelines in Artifact Registry",
    load: async () => (await import("./commands/template.ts")).template,
  },
  vertex: {
    summary: "serve the parts of the Vertex AI API that pipelines use, on this machine",
    load: async () => (await import("./commands/vertex.ts")).vertex,
  },
  cloudbuild: {
    summary: "check, merge and plan Cloud Build configs, and make their triggers and infrastructure",
    load: async () => (await import("./commands/cloudbuild.ts")).cloudbuild,
  },
  twin: {
    summary: "build a digital twin from chats, and talk to it",
    load: async () => (await import("./commands/twin.ts")).twin,
  },
  chat: {
    summary: "talk to the twin that was built last",
    load: async () => (await import("./commands/chat.ts")).chat,
  },
  messages: {
    summary: "print the messages of a chat export",
    load: async () => (await import("./commands/messages.ts")).messages,
  },
};

const exitCodes = { mistake: 1, failure: 2 } as const;

async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] === "--version") {
    console.log((await import("../pipeline/compiler/version.ts")).version);
    return 0;
  }
  const ending = "Results go to stdout, everything said on the way to stderr.";
  return dispatch({ prefix: "pollux", entries, ending }, argv);
}

// Whoever reads the output may stop reading, as `| head -1` does: no reason to break off the work.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const message = mistakeMessage(error);
  console.error(message ?? error);
  process.exitCode = message === undefined ? exitCodes.failure : exitCodes.mistake;
}
