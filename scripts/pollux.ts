// The command line: picks the command, runs it, and turns its outcome into an exit code.
import { UserError } from "../pipeline/ir/user-error.ts";
import type { Command } from "./command.ts";

/** Loaded on demand, so that `compile` does not wait for what only `twin` needs. */
const commands: { readonly [name: string]: () => Promise<Command> } = {
  compile: async () => (await import("./commands/compile.ts")).compile,
  import: async () => (await import("./commands/import.ts")).importIr,
  diff: async () => (await import("./commands/diff.ts")).diff,
  graph: async () => (await import("./commands/graph.ts")).graph,
  run: async () => (await import("./commands/run.ts")).run,
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
  return command.run(rest);
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

/** `util.parseArgs` reports unknown options by these codes: a user's mistake, not a defect. */
function isMistake(error: unknown): error is Error {
  return (
    error instanceof UserError ||
    (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_"))
  );
}

// Whoever reads the output may stop reading, as `| head -1` does: no reason to break off the work.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (isMistake(error)) console.error(error.message);
  else console.error(error);
  process.exitCode = isMistake(error) ? exitCodes.mistake : exitCodes.failure;
}
