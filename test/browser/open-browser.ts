// Debian's Chromium, as a test drives it: no network of its own, no display, a profile that is gone afterwards.
import { type Browser, chromium } from "playwright-core";
import { ensureDebianPackages } from "../tools/debian-packages.ts";

/** Why there is none, for the name of a skipped test. */
export const noBrowser = await ensureDebianPackages(["chromium"]);

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox", // root may not use it; the pages are the tests' own
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
