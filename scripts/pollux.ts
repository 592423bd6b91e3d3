// The command line: picks the command, runs it, and turns its outcome into an exit code.
import { UserError } from "../pipeline/ir/user-error.ts";
import type { Command } from "./command.ts";
import { isWrongOption, mistakeMessage } from "./mistake.ts";

/** Loaded on demand, so that `compile` does not wait for what only `twin` needs. */
const commands: { readonly [name: string]: () => Promise<Command> } = {
  compile: async () => (await import("./commands/compile.ts")).compile,
  import: async () => (await import("./commands/import.ts")).importIr,
  diff: async () => (await import("./commands/diff.ts")).diff,
  graph: async () => (await import("./commands/graph.ts")).graph,
  run: async () => (await import("./commands/run.ts")).run,
  report: async () => (await import("./commands/report.ts")).report,
  runs: async () => (await import("./commands/runs.ts")).runs,
  clean: async () => (await import("./commands/clean.ts")).clean,
  twin: async () => (await import("./commands/twin.ts")).twin,
  chat: async () => (await import("./commands/chat.ts")).chat,
  messages: async () => (await import("./commands/messages.ts")).messages,
};

const exitCodes = { mistake: 1, failure: 2 } as const;

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    console.log(await overview());
    return 0;
  }
  if (name === "--version") {
    console.log((await import("../pipeline/compiler/version.ts")).version);
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    throw new UserError(
      "UNKNOWN_COMMAND",
      `pollux: there is no command "${name}". Use one of: ${Object.keys(commands).join(", ")}.`,
    );
  }
  const command = await load();
  if (rest.includes("--help") || rest.includes("-h")) {
    console.log(command.usage);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    throw isWrongOption(error) ? new UserError("WRONG_OPTION", `pollux ${name}: ${error.message}`) : error;
  }
}

async function overview(): Promise<string> {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = await Promise.all(
    Object.entries(commands).map(
      async ([name, load]) => `  ${name.padEnd(width)}  ${(await load()).summary}`,
    ),
  );
  return [
    "usage: pollux COMMAND [OPTION]...",
    "",
    ...lines,
    "",
    "`pollux COMMAND --help` explains one. Results go to stdout, everything said on the way to stderr.",
  ].join("\n");
}

// Whoever reads the output may stop reading, as `| head -1` does: no reason to break off the work.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const message = mistakeMessage(error);
  console.error(message ?? error);
  process.exitCode = message === undefined ? exitCodes.failure : exitCodes.mistake;
}
