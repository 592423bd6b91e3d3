// Compiles the digital twin's pipeline, runs that IR on this machine, and reads off what came of it.
import { copyFile, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readExamples } from "../../components/conversation/dataset-folder.ts";
import { readEndpointRecord } from "../../components/platform/endpoints/index.ts";
import { geminiCredentials } from "../../components/platform/gemini/index.ts";
import { compile } from "../../pipeline/compiler/compile.ts";
import { digitalTwin } from "../../pipeline/digital-twin.ts";
import { loadEnvironments } from "../../pipeline/environments/index.ts";
import {
  liveReporter,
  processExecutor,
  runPipeline,
  type ArtifactResult,
  type RunResult,
  type TaskResult,
} from "../../pipeline/runner/index.ts";
import type { Interruption } from "../interruption.ts";
import type { LiveLine } from "../terminal/live-line.ts";
import { choosePrompts } from "./choose-prompts.ts";
import type { TwinRecord } from "./twin-record.ts";

/** What is left out keeps the pipeline's own default. */
export interface TwinParameters {
  readonly rank?: number | undefined;
  readonly epochs?: number | undefined;
  readonly baseSteps?: number | undefined;
  readonly sessionGap?: number | undefined;
  readonly mergeWindow?: number | undefined;
  readonly rounds?: number | undefined;
  readonly minimumGain?: number | undefined;
}

export interface BuildTwinOptions extends Interruption {
  /** The folder that the pipeline imports. */
  readonly chats: string;
  readonly me: string;
  readonly base: string;
  readonly root: string;
  readonly parameters: TwinParameters;
  readonly gemini: "off" | { readonly model: string | undefined };
  readonly cache: boolean;
  readonly line: LiveLine;
}

export interface BuiltTwin {
  readonly record: TwinRecord;
  /** Bits per character of the person's held-out replies. */
  readonly evaluation: {
    readonly baseBits: number;
    readonly twinBits: number;
    readonly gain: number;
    readonly gainError: number;
  };
  /** Path of the evaluation's report, a file that a browser opens. */
  readonly report: string;
  /** Path of the report on what was read of the chats. */
  readonly reading: string;
}

const containers = resolve(import.meta.dirname, "../../containers");
const defaultGeminiModel = "gemini-3.5-flash";

/** Undefined if the run did not succeed; its reporter has said why. */
export async function buildTwin(options: BuildTwinOptions): Promise<BuiltTwin | undefined> {
  const { chats, me, base, root, signal, hardSignal } = options;
  const given = Object.entries({ chats, me, base, geminiModel: geminiModel(options), ...options.parameters });
  const result = await runPipeline({
    spec: compile(digitalTwin).pipeline,
    parameters: Object.fromEntries(given.filter((entry) => isGiven(entry))),
    root,
    executor: processExecutor({ environments: loadEnvironments(containers) }),
    cache: options.cache,
    onEvent: liveReporter(process.stderr),
    signal,
    hardSignal,
  });
  return result.state === "SUCCEEDED" ? describeTwin(result, me, root) : undefined;
}

/** Empty: no augmentation. */
function geminiModel({ gemini, line }: BuildTwinOptions): string {
  const credentials = geminiCredentials(process.env);
  if (gemini === "off") return "";
  if (credentials.kind === "none") {
    line.print(`Without Gemini, which would add conversations (${credentials.missing}).`);
    return "";
  }
  const model = gemini.model ?? defaultGeminiModel;
  line.print(`With Gemini (${model}), which adds conversations.`);
  return model;
}

function isGiven(entry: [string, string | number | undefined]): entry is [string, string | number] {
  return entry[1] !== undefined;
}

async function describeTwin(result: RunResult, me: string, root: string): Promise<BuiltTwin> {
  const evaluation = taskOf(result, "evaluate");
  const number = (name: string): number => Number(evaluation.parameters[name]);
  const endpoint = artifactOf(taskOf(result, "deploy"), "endpoint").path;
  const conversations = artifactOf(taskOf(result, "ingest"), "conversations").path;
  const report = join(root, "evaluation.html");
  await copyFile(artifactOf(evaluation, "report").path, report);
  const reading = join(root, "ingest.html");
  await copyFile(artifactOf(taskOf(result, "ingest"), "report").path, reading);
  return {
    record: {
      endpoint: readEndpointRecord(JSON.parse(await readFile(endpoint, "utf8")), endpoint),
      me,
      runId: result.runId,
      prompts: choosePrompts(await readExamples(conversations, "validation")),
    },
    evaluation: {
      baseBits: number("baseBits"),
      twinBits: number("twinBits"),
      gain: number("gain"),
      gainError: number("gainError"),
    },
    report,
    reading,
  };
}

/** A task of the pipeline, in whatever group of the IR it stands. */
function taskOf(result: RunResult, name: string): TaskResult {
  const task = result.tasks.find((each) => each.name === name);
  if (task === undefined) throw new Error(`the run ${result.runId} has no task "${name}"`);
  return task;
}

function artifactOf(task: TaskResult, name: string): ArtifactResult {
  const artifact = task.artifacts[name];
  if (artifact === undefined || !("path" in artifact)) {
    throw new Error(`the task ${task.path} has no artifact "${name}"`);
  }
  return artifact;
}
