// `pollux chat`: comes back to the twin that `pollux twin` built.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { enterConversation } from "../chat/enter.ts";
import type { Command } from "../command.ts";
import { withInterruption } from "../interruption.ts";
import { ensurePythonEnvironment } from "../python-environment.ts";
import { liveLine } from "../terminal/live-line.ts";
import { readTwin } from "../twin/twin-record.ts";

const usage = `usage: pollux chat [--root DIR]

Talks with the twin that \`pollux twin\` built last in DIR.
Lines piped in are answered line by line.

  --root DIR  where the twin was built (default: .pollux)`;

export const chat: Command = {
  usage,
  run: async (argv) => {
    const { values } = parseArgs({
      args: [...argv],
      options: { root: { type: "string", default: ".pollux" } },
    });
    const twin = await readTwin(resolve(values.root));
    return withInterruption(async ({ signal }) => {
      const line = liveLine();
      await ensurePythonEnvironment({ line, signal });
      await enterConversation({ twin, withoutTerminal: "lines", line, signal });
      return 0;
    });
  },
};
