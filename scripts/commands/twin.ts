// `pollux twin`: chats in, a conversation with the twin of one of their people out.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { enterConversation } from "../chat/enter.ts";
import type { Command } from "../command.ts";
import { withInterruption } from "../interruption.ts";
import { ensurePythonEnvironment } from "../python-environment.ts";
import { liveLine } from "../terminal/live-line.ts";
import { buildTwin, type TwinParameters } from "../twin/build-twin.ts";
import { checkBase } from "../twin/check-base.ts";
import { checkRoot } from "../check-root.ts";
import { prepareChats } from "../twin/prepare-chats.ts";
import { summarize } from "../twin/summary.ts";
import { writeTwin } from "../twin/twin-record.ts";

const usage = `usage: pollux twin [--chat FILE]... [--me NAME] [OPTION]...

Builds the twin of a person from chats on this machine, and talks with it. Without --chat it is the
twin of Apollo 11's commander, CDR, from the transcript of the flight.

  --chat FILE          a WhatsApp export (.txt or .zip) or a transcript; may be given several times
  --me NAME            the participant to become; without it, you are asked
  --base REF           what is trained: tiny (default), the folder or .gguf file of a Gemma model,
                       or hf://, gs://, kaggle:// and its address
  --root DIR           where runs, models and the twin are kept (default: .pollux)
  --rank N             rank of the LoRA matrices
  --epochs N           times that training goes over the examples
  --steps N            training steps of the tiny base
  --session-gap N      minutes of silence that end a session
  --merge-window N     minutes within which one author's messages become one turn
  --minimum-gain X     bits per character that the twin must gain on its base to be deployed
  --gemini-model NAME  Gemini model that augments the conversations, where there are credentials for it
  --rounds N           times that Gemini goes over each session
  --no-gemini          no augmentation, even with credentials
  --no-cache           does everything again
  --no-chat            ends when the twin is built`;

const integer = { type: "string" } as const;

export const twin: Command = {
  usage,
  run: async (argv) => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        chat: { type: "string", multiple: true, default: [] },
        me: { type: "string" },
        base: { type: "string", default: "tiny" },
        root: { type: "string", default: ".pollux" },
        rank: integer,
        epochs: integer,
        steps: integer,
        "session-gap": integer,
        "merge-window": integer,
        "minimum-gain": { type: "string" },
        "gemini-model": { type: "string" },
        rounds: integer,
        "no-gemini": { type: "boolean", default: false },
        "no-cache": { type: "boolean", default: false },
        "no-chat": { type: "boolean", default: false },
      },
    });
    const parameters: TwinParameters = {
      rank: wholeNumber("rank", values.rank, 1),
      epochs: wholeNumber("epochs", values.epochs, 1),
      baseSteps: wholeNumber("steps", values.steps, 1),
      sessionGap: wholeNumber("session-gap", values["session-gap"], 1),
      mergeWindow: wholeNumber("merge-window", values["merge-window"], 0),
      rounds: wholeNumber("rounds", values.rounds, 1),
      minimumGain: number("minimum-gain", values["minimum-gain"]),
    };
    const root = resolve(values.root);
    return withInterruption(async ({ signal, hardSignal }) => {
      const line = liveLine();
      await checkRoot(root);
      const base = await checkBase(values.base);
      const chats = await prepareChats({ files: values.chat, me: values.me, root, parameters, line, signal });
      await ensurePythonEnvironment({ line, signal });
      if (base === "tiny" && !existsSync(join(root, "twin.json"))) {
        line.print(
          "Building a first twin takes five to eight minutes on two cores; the next ones reuse what they can.",
        );
      }
      const built = await buildTwin({
        chats: chats.folder,
        me: chats.me,
        base,
        root,
        parameters,
        gemini: values["no-gemini"] ? "off" : { model: values["gemini-model"] },
        cache: !values["no-cache"],
        line,
        signal,
        hardSignal,
      });
      if (built === undefined) return failedRun;
      await writeTwin(root, built.record);
      line.print(summarize(built, base));
      if (!values["no-chat"]) {
        await enterConversation({ twin: built.record, withoutTerminal: "exchanges", line, signal });
      }
      return 0;
    });
  },
};

const failedRun = 2;

function wholeNumber(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least) return value;
  throw new UserError(
    "BAD_OPTION",
    `twin: --${option} is "${text}". Give a whole number that is at least ${least}.`,
  );
}

function number(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new UserError("BAD_OPTION", `twin: --${option} is "${text}". Give a number.`);
}
