// Fills a virtual environment with exactly the packages that requirement files pin, and shows how far it is.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { runChild } from "../child-process.ts";

export interface InstallOptions {
  /** The virtual environment's folder. */
  readonly folder: string;
  /** Each a full lock: what packages depend on is listed as well. */
  readonly requirements: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** `done` of `total` steps: each package is fetched, then unpacked. */
  readonly onProgress: (done: number, total: number, text: string) => void;
  readonly signal?: AbortSignal;
}

export async function installPackages(options: InstallOptions): Promise<void> {
  const total = 2 * (await countPackages(options.requirements));
  const lines: string[] = [];
  let fetched = 0;
  let unpacking: NodeJS.Timeout | undefined;
  const onLine = (line: string): void => {
    lines.push(line);
    const fetching = /^(?:Collecting|Requirement already satisfied:) ([^\s@;(]+)/.exec(line);
    if (fetching?.[1] !== undefined) {
      fetched += 1;
      options.onProgress(fetched, total, `fetching ${fetching[1].replace("==", " ")}`);
    } else if (line.startsWith("Installing collected packages") && unpacking === undefined) {
      unpacking = setInterval(async () => {
        const unpacked = await countInstalled(options.folder);
        options.onProgress(Math.min(fetched + unpacked, total), total, "unpacking");
      }, 1000);
    }
  };
  try {
    const code = await runChild(
      join(options.folder, "bin", "python"),
      [
        ...["-m", "pip", "install", "--no-deps", "--no-compile", "--no-input"],
        ...["--disable-pip-version-check", "--progress-bar", "off"],
        ...options.requirements.flatMap((file) => ["-r", file]),
      ],
      { env: options.env, onLine, ...(options.signal && { signal: options.signal }) },
    );
    if (code !== 0) {
      const log = join(options.folder, "pip.log");
      await writeFile(log, `${lines.join("\n")}\n`).catch(() => {}); // on a full disk there is no log either
      throw pipFailed(lines, log);
    }
  } finally {
    clearInterval(unpacking);
  }
}

/** Requirement lines that name a package; comments, options and the hashes of a package are none. */
async function countPackages(files: readonly string[]): Promise<number> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return texts.flatMap((text) => text.split("\n")).filter((line) => /^[A-Za-z0-9]/.test(line)).length;
}

async function countInstalled(folder: string): Promise<number> {
  const versions = await readdir(join(folder, "lib")).catch(() => []);
  const packages = await Promise.all(
    versions.map((version) => readdir(join(folder, "lib", version, "site-packages")).catch(() => [])),
  );
  return packages.flat().filter((name) => name.endsWith(".dist-info")).length;
}

function pipFailed(lines: readonly string[], log: string): UserError {
  const text = lines.join("\n");
  if (/No space left on device|Disk quota exceeded/i.test(text)) {
    return new UserError(
      "DISK_FULL",
      "python: the disk is full; the packages need about 1 GB, and as much in the temporary folder meanwhile. " +
        "Free some space and run the command again.",
    );
  }
  if (/NewConnectionError|name resolution|ConnectTimeout|ReadTimeout|ProxyError|SSLError/.test(text)) {
    return new UserError(
      "NO_NETWORK",
      `python: the package index does not answer (pip's words are in ${log}). ` +
        "Check the network, or pip's proxy and index settings, and run the command again.",
    );
  }
  const errors = lines.filter((line) => line.startsWith("ERROR:"));
  const said = errors.at(-1) ?? lines.at(-1) ?? "nothing";
  return new UserError(
    "PIP_FAILED",
    `python: pip could not install the packages: ${said.replace(/^ERROR: /, "").replace(/\.$/, "")}. ` +
      `See ${log}, and run the command again.`,
  );
}
