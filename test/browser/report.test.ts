import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRun } from "../../pipeline/runner/record/read-run.ts";
import { reportPage } from "../../pipeline/runner/report/html/report-page.ts";
import { temporaryFolder } from "../scripts/temporary-folder.ts";
import { listenOnLoopback } from "../tools/loopback.ts";
import { noBrowser, openBrowser } from "./open-browser.ts";
import { sampleRun } from "./sample-run.ts";

const skipped = noBrowser === undefined ? "" : ` (skipped: ${noBrowser})`;

describe.skipIf(noBrowser !== undefined)(`a report in a real browser${skipped}`, () => {
  let browser: Browser;
  let page: Page;
  let address: string;
  /** What an artifact's page would connect to. */
  let elsewhere: Server;
  let connections = 0;
  const requests: string[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    elsewhere = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    const port = await listenOnLoopback(elsewhere);
    const { root } = await sampleRun(temporaryFolder(), `http://127.0.0.1:${port}`);
    const file = join(root, "runs/second/report.html");
    writeFileSync(file, reportPage(readRun(root, "second")));
    address = pathToFileURL(file).href;
    browser = await openBrowser();
    page = await browser.newPage();
    page.on("requestfinished", (request) => void requests.push(request.url()));
    page.on("console", (message) => void problems.push(message.text()));
    page.on("pageerror", (error) => void problems.push(String(error)));
    page.on("dialog", (dialog) => void dialog.dismiss());
  });
  afterAll(async () => {
    await browser?.close();
    elsewhere?.close();
  });

  const open = async (width = 1440, height = 900): Promise<void> => {
    await page.setViewportSize({ width, height });
    await page.goto("about:blank");
    await page.goto(address);
  };
  const details = () => page.locator("article.selected");
  const box = (name: string) =>
    page.locator(".dag a", { has: page.locator(`text.headline:text-is("${name}")`) });
  const row = (name: string) => page.locator("#lanes .line a", { hasText: new RegExp(`^${name}$`) });

  test("says how the run ended, and shows each task's state in the DAG and in the list", async () => {
    await open();
    expect(await page.title()).toBe("churn-model: failed");
    expect(await page.locator("header").innerText()).toMatch(
      /^churn-model\s+failed\s+second · began 20.* UTC · took /,
    );
    const marks = [
      "ingest",
      "describe",
      "verify shards",
      "polish",
      "retrain",
      "deploy",
      "announce",
      "register",
    ];
    const states = await Promise.all(
      marks.map((name) => box(name).locator("xpath=..").getAttribute("class")),
    );
    expect(states).toEqual(
      ["cached", "succeeded", "failed", "succeeded", "skipped", "failed", "skipped", "succeeded"].map(
        (state) => `node state-${state}`,
      ),
    );
    expect(await box("polish").textContent()).toContain("1 succeeded, 5 skipped");
    const chips = await page.locator(".chip").allInnerTexts();
    expect(chips.map((text) => text.replace(/\s+/g, " "))).toEqual([
      "3 failed",
      "129 succeeded",
      "1 cached",
      "7 skipped",
    ]);
    expect(
      await row("register")
        .locator("xpath=ancestor::span[contains(@class, 'line')]")
        .locator("b.ran")
        .count(),
    ).toBe(3);
  });

  test("shows a failed task's reason, inputs and log when it is clicked in the DAG", async () => {
    await open();
    expect(await details().locator("h3").innerText()).toMatch(/^The run/);
    await box("deploy").click();
    const text = await details().innerText();
    expect(text).toContain("exit code 7: endpoint refused the model: quota exceeded");
    expect(text).toContain("pollux run --only exit-handler-1/release/deploy --from second");
    expect(await details().locator(".log pre").innerText()).toContain(
      "endpoint refused the model: quota exceeded",
    );
    expect(await details().locator(".values tr").allInnerTexts()).toEqual([
      "api_token\t\n***",
      "region\t\nus-central1",
    ]);
    expect(await page.locator("article:visible").count()).toBe(1);
  });

  test("keeps secrets out of everything", async () => {
    expect(await page.content()).not.toContain("tok-4711");
  });

  test("shows metrics, and looks into artifacts of each kind", async () => {
    await open();
    await box("evaluate").click();
    expect(await details().locator(".metrics tbody tr").allInnerTexts()).toEqual([
      "accuracy\t0.873492",
      "auc\t0.9312",
      "rows\t320",
      "f1 <i>\t0.81",
    ]);
    expect(await details().locator(".matrix tbody tr").first().innerText()).toBe("stays\t182\t9\t4");
    expect(await details().locator(".roc svg").isVisible()).toBe(true);
    await box("describe").click();
    const artifact = (name: string) =>
      details().locator(".artifact", { has: page.locator(`h5 span:text-is("${name}")`) });
    expect(await artifact("page").frameLocator("iframe").locator("h1").innerText()).toBe("Profile");
    expect(await artifact("notes").locator("h1").innerText()).toBe("Findings");
    expect(
      await artifact("notes")
        .locator("a")
        .evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
    ).toEqual(["https://example.com/handbook"]);
    expect(await artifact("summary").locator("pre").innerText()).toContain('"rows": 4000');
    expect(
      await artifact("chart")
        .locator("img")
        .evaluate((image) => image.naturalWidth as unknown),
    ).toBe(200);
    expect(await artifact("shards").locator("tr").allInnerTexts()).toContain("shards/2.bin\t2.0 kB");
    expect(await artifact("lines").locator("tbody tr").count()).toBe(3);
    expect(await artifact("weights").innerText()).toContain("5.0 kB");
    await box("ingest").click();
    expect(await details().locator("tbody tr").first().innerText()).toBe(
      '1\t21\tplan-1\t37.50\tsays "hi", often',
    );
  });

  test("can be used with the keyboard alone", async () => {
    await open();
    await page.keyboard.press("/");
    await page.keyboard.type("deploy");
    expect(await page.locator("#lanes .line:visible").allInnerTexts()).toEqual([
      expect.stringContaining("everything"),
      expect.stringContaining("release"),
      expect.stringContaining("deploy"),
    ]);
    await page.keyboard.press("Tab");
    const focus = page.locator(":focus");
    for (let presses = 0; presses < 12 && (await focus.textContent()) !== "deploy"; presses += 1) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    expect(await details().locator("h3").innerText()).toMatch(/^deploy/);
    await page.keyboard.press("Escape");
    expect(await details().locator("h3").innerText()).toMatch(/^The run/);
    await row("deploy").focus();
    await page.keyboard.press("ArrowUp");
    expect(await focus.textContent()).toBe("release");
  });

  test("lists only tasks of the states that are chosen", async () => {
    await open();
    await page.locator(".chip", { hasText: "failed" }).click();
    const leaves = page.locator("#lanes .row.leaf:visible .name");
    expect(await leaves.allInnerTexts()).toEqual(["#17", "#63", "deploy"]);
    await page.locator(".chip", { hasText: "failed" }).click();
    expect(await page.locator("#lanes .row.leaf:visible").count()).toBeGreaterThan(10);
  });

  test("folds a loop's iterations, and leads to the one that failed", async () => {
    await open();
    await box("verify shards").click();
    expect(await details().innerText()).toMatch(/2 failed, 118 succeeded[^]*fastest .*, median .*, slowest/);
    await details().locator(".iterations a", { hasText: "#63" }).click();
    expect(await details().locator(".reason").innerText()).toContain("shard 63 is damaged: checksum differs");
  });

  test("does not scroll sideways on a narrow screen, and goes to what was clicked", async () => {
    await open(360, 740);
    const width = () => page.evaluate("document.documentElement.scrollWidth");
    expect(await width()).toBe(360);
    await page.locator(".failures a", { hasText: "deploy" }).click();
    expect(await details().locator("h3").innerText()).toMatch(/^deploy/);
    await expect
      .poll(() => details().evaluate((article) => article.getBoundingClientRect().top))
      .toBeLessThan(100);
    expect(await width()).toBe(360);
  });

  test("shows everything without scripts", async () => {
    const still = await browser.newPage({ javaScriptEnabled: false });
    await still.goto(address);
    expect(await still.locator("article:visible").count()).toBeGreaterThan(20);
    await still.close();
  });

  test("runs nothing of what tasks wrote, asks for nothing, and has no errors", async () => {
    await open();
    for (const link of ["describe", "deploy", "evaluate"]) {
      await box(link).click();
      await details().locator(".preview, pre, figure").first().waitFor();
    }
    expect(await page.title()).toBe("churn-model: failed");
    expect(await page.locator("img[onerror], script:not(body > script)").count()).toBe(0);
    expect(
      requests.filter((url) => !/^(data|about):/.test(url) && url.replace(/#.*/, "") !== address),
    ).toEqual([]);
    expect(connections).toBe(0);
    // The browser says what it kept an artifact's page from doing.
    const own = problems.filter((text) => !/is sandboxed|'?http:\/\/127\.0\.0\.1:\d+\/x\.png/.test(text));
    expect(own).toEqual([]);
  });
});
