// The whole of it, with nothing replaced: a chat in, a twin that talks out; only trained far too briefly to be one.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const execute = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pollux-twin-"));
  await writeFile(join(folder, "chat.txt"), whatsAppExport());
});
afterAll(() => rm(folder, { recursive: true }));

/** Two people, 240 messages on 12 evenings. */
function whatsAppExport(): string {
  const questions = ["Are you coming?", "What did you cook?", "Did the train leave?", "Is it raining there?"];
  const answers = ["On my way, ten minutes.", "Soup again, sorry.", "It left without me.", "Cats and dogs."];
  const two = (number: number): string => String(number).padStart(2, "0");
  return Array.from({ length: 240 }, (_, index) => {
    const [day, minute] = [1 + Math.floor(index / 20), (index % 20) * 2];
    const [name, lines] = index % 2 === 0 ? ["Bob", questions] : ["Ana", answers];
    const text = `${lines[(index * 7 + Math.floor(index / 8)) % 4]} ${two((index * 13) % 60)}`;
    return `${two(day)}/11/2025, 19:${two(minute)} - ${name}: ${text}`;
  }).join("\n");
}

function twin(): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const { GEMINI_API_KEY: _key, GOOGLE_CLOUD_PROJECT: _project, ...env } = process.env;
  const settings = ["--root", ".pollux", "--steps", "12", "--epochs", "1", "--minimum-gain=-9"];
  const chat = ["--chat", "chat.txt", "--me", "Ana"];
  return execute(process.execPath, [join(root, "scripts/pollux.mjs"), "twin", ...chat, ...settings], {
    cwd: folder,
    env,
  });
}

test("a chat becomes a twin that answers, and a second time it comes from the cache", async () => {
  const first = await twin();
  expect(first.stderr).toMatch(/succeeded in .* \(10 succeeded, 1 skipped\)/);
  expect(first.stdout.match(/^you {2}\S/gm)).toHaveLength(3);
  expect(first.stdout.match(/^Ana {2}/gm)).toHaveLength(3);

  const { endpoint } = JSON.parse(await readFile(join(folder, ".pollux/twin.json"), "utf8"));
  const config = JSON.parse(await readFile(join(endpoint.model, "config.json"), "utf8"));
  expect(config.model_type).toBe("gemma3_text");

  const second = await twin();
  expect(second.stderr).toMatch(/succeeded in .* \(1 succeeded, 9 cached, 1 skipped\)/);
  expect(second.stdout).toBe(first.stdout);
}, 600_000);
