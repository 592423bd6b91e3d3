import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { makeCheckout, type Checkout, type Ended } from "../checkout.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { isRunning } from "../is-running.ts";

// The real command line, compiler, runner, ingestion, gate, deployment and conversation; only the trainer stands in.
let checkout: Checkout;
beforeAll(() => {
  checkout = makeCheckout();
});

function pollux(...args: readonly string[]): Promise<Ended> {
  return checkout.start(args).ended;
}

function behave(how: string): void {
  writeFileSync(join(checkout.folder, ".venv", "behaviour"), how);
}

/** Thirty sessions in which Ana asks and Bob answers. */
function chatFile(people: readonly [string, string] = ["Ana", "Bob"], sessions = 30): string {
  const [one, other] = people;
  const lines = Array.from({ length: sessions }, (_, i) => {
    const day = `${String((i % 28) + 1).padStart(2, "0")}/${String(Math.floor(i / 28) + 1).padStart(2, "0")}/2024`;
    return [
      `${day}, 21:00 - ${one}: What are you up to on day ${i}?`,
      `${day}, 21:01 - ${other}: Working on ${i}.`,
      `${day}, 21:02 - ${one}: And how is it going, tell me?`,
      `${day}, 21:03 - ${other}: Slow, ${i * 7} so far.`,
    ].join("\n");
  });
  const file = join(temporaryFolder(), `WhatsApp Chat with ${one}.txt`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

/** A message for the user: what and where, with no trace of where in the code. */
function expectClean({ stderr }: Ended): void {
  expect(stderr).not.toMatch(/\n\s+at |node:internal|Error:/);
}

test("by default it is the twin of Apollo 11's commander, and ends in three exchanges", async () => {
  behave("");
  const ended = await pollux("twin");
  expect(ended.stderr).toContain("The twin of CDR is ready.");
  expect(ended.stderr).toContain("1.706 bits per character; its base needs 1.775 (a gain of 0.069 ± 0.020)");
  expect(ended.stderr).toContain("npm run chat");
  expect(ended.stdout.match(/^you {2}.+\nCDR {2}1: .+$/gm)).toHaveLength(3);
  expect(ended.code).toBe(0);
  const report = /sample replies: (.+)$/m.exec(ended.stderr)?.[1] ?? "";
  expect(readFileSync(report, "utf8")).toContain("trainer.evaluate");
}, 120_000);

test("chat comes back to it and answers piped lines", async () => {
  const { stdout, code } = await checkout.start(["chat"], { input: "Apollo 11, Houston.\nOver.\n" }).ended;
  expect(stdout).toBe("1: Apollo 11, Houston. — ✓\n3: Over. — ✓\n");
  expect(code).toBe(0);
}, 60_000);

test("a second run takes every task from the cache and says the same", async () => {
  const again = await pollux("twin", "--no-chat");
  expect(again.code).toBe(0);
  expect(again.stdout).toBe("");
  expect(again.stderr).toContain("The twin of CDR is ready.");
}, 60_000);

test("a chat of one's own makes the twin that --me names, in another root", async () => {
  const root = join(temporaryFolder(), "root");
  const ended = await pollux("twin", "--chat", chatFile(), "--me", "bob", "--root", root);
  expect(ended.stdout.match(/^you {2}.+\nBob {2}1: .+$/gm)).toHaveLength(3);
  expect(ended.code).toBe(0);
  expect(JSON.parse(readFileSync(join(root, "twin.json"), "utf8"))).toMatchObject({ me: "Bob" });
}, 120_000);

test("without --me and without a terminal the participants are listed", async () => {
  const ended = await pollux("twin", "--chat", chatFile());
  expect(ended).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "twin: --me does not say whose twin it is to be. " +
      'Give --me one of: "Ana" (60 messages), "Bob" (60).\n',
  });
}, 60_000);

test("bad input ends with one clear message and exit code 1, before anything long starts", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "empty.txt"), "");
  writeFileSync(join(folder, "blank.txt"), "\n \n");
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [["--chat", join(folder, "gone.txt")], /there is no such file/],
    [["--chat", join(folder, "empty.txt")], /the file is empty/],
    [["--chat", join(folder, "blank.txt")], /is empty/],
    [["--chat", chatFile(), "--me", "Eve"], /"Eve" is not in the chats.*"Ana" \(60 messages\), "Bob" \(60\)/],
    [["--chat", chatFile(["Ana", "Bob"], 2), "--me", "Bob"], /are the least\. Give longer chats/],
    [["--base", join(folder, "no-model")], /--base .*there is no such file or folder/],
    [["--base", folder], /this folder is no Hugging Face model/],
    [
      ["--root", join(folder, "empty.txt", "root")],
      /empty\.txt.*: a part of it is a file\. Choose another place/,
    ],
    [["--rank", "eight"], /--rank is "eight"\. Give a whole number/],
    [["--epoch", "3"], /epoch/],
  ];
  const all = await Promise.all(cases.map(([args]) => pollux("twin", ...args)));
  for (const [i, ended] of all.entries()) {
    expect(ended.stderr).toMatch(cases[i]?.[1] ?? /^$/);
    expect(ended.code).toBe(1);
    expectClean(ended);
  }
}, 120_000);

test("without a Python the message says what to install", async () => {
  const { folder, start } = makeCheckout();
  writeFileSync(join(folder, ".venv", "pollux.json"), "{}");
  writeFileSync(join(folder, ".venv", "unfinished"), "");
  const ended = await start(["twin"], { env: { PATH: temporaryFolder() } }).ended;
  expect(ended.stderr).toMatch(/there is no Python 3\.11 to 3\.13 on this machine/);
  expect(ended.code).toBe(1);
  expectClean(ended);
}, 60_000);

test("a task that fails ends the run with its reason and exit code 2, and no twin is left", async () => {
  behave("fail");
  const root = join(temporaryFolder(), "root");
  const ended = await pollux("twin", "--chat", chatFile(), "--me", "Bob", "--root", root);
  expect(ended.stderr).toContain("train: the loss is not a number. Lower learningRate.");
  expect(ended.code).toBe(2);
  expectClean(ended);
  expect(existsSync(join(root, "twin.json"))).toBe(false);
}, 60_000);

test("a twin that is not better than its base is not deployed, and the reason is told", async () => {
  behave("no gain");
  const ended = await pollux("twin", "--chat", chatFile(), "--me", "Bob", "--root", temporaryFolder());
  expect(ended.stderr).toContain(
    "gate: the twin (1.785 bits per character) is not better than its base (1.775)",
  );
  expect(ended.code).toBe(2);
  expectClean(ended);
}, 60_000);

test("Ctrl-C in the middle of training ends it all: exit code 130, no process left, and the next run goes on", async () => {
  behave("hang");
  const root = join(temporaryFolder(), "root");
  const hanging = join(checkout.folder, ".venv", "hanging");
  const args = ["twin", "--chat", chatFile(), "--me", "Bob", "--root", root];
  const { child, ended } = checkout.start(args);
  const readTask = (): number => (existsSync(hanging) ? Number(readFileSync(hanging, "utf8")) : 0);
  while (readTask() === 0 && child.exitCode === null) await sleep(50);
  const task = readTask();
  child.kill("SIGINT");
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expectClean({ code, stdout: "", stderr });
  expect(isRunning(task)).toBe(false);
  expect(existsSync(join(root, "twin.json"))).toBe(false);
  behave("");
  expect((await pollux(...args, "--no-chat")).code).toBe(0);
}, 120_000);
