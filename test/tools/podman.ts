// A container engine for tests: Podman out of Debian's packages, with its images and containers in a folder of its own.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { vi } from "vitest";
import { ensureDebianPackages } from "./debian-packages.ts";

const run = promisify(execFile);

export interface TestEngine {
  readonly socket: string;
  /** Podman's command line, on the same images and containers. */
  readonly podman: (...args: readonly string[]) => Promise<string>;
  /** Makes an image of Busybox: `changes` as in a Dockerfile. */
  readonly makeImage: (name: string, ...changes: readonly string[]) => Promise<void>;
  /** The service alone: its containers go on. */
  readonly stopService: () => Promise<void>;
  readonly startService: () => Promise<void>;
  /** Removes all of it. */
  readonly stop: () => Promise<void>;
}

/** What it takes in a machine that is a container or a small virtual one itself. */
const containersConf = `
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
netns = "host"
cgroupns = "host"
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
init_path = "/usr/bin/catatonit"
`;

/** A text: why there is none, for the name of a skipped test. `registry` is asked without TLS. */
export async function startPodman(registry: string): Promise<TestEngine | string> {
  const missing = await ensureDebianPackages(["podman", "runc", "catatonit", "busybox-static"]);
  if (missing !== undefined) return missing;
  const folder = mkdtempSync(join(tmpdir(), "pollux-podman-"));
  const socket = join(folder, "podman.sock");
  writeFileSync(join(folder, "containers.conf"), containersConf);
  writeFileSync(join(folder, "registries.conf"), `[[registry]]\nlocation = "${registry}"\ninsecure = true\n`);
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    CONTAINERS_CONF: join(folder, "containers.conf"),
    CONTAINERS_REGISTRIES_CONF: join(folder, "registries.conf"),
  };
  const places = [
    ...["--root", join(folder, "storage"), "--runroot", join(folder, "run"), "--tmpdir", join(folder, "tmp")],
    ...["--storage-driver", "vfs"],
  ];
  const podman = async (...args: readonly string[]): Promise<string> =>
    (await run("podman", [...places, ...args], { cwd: folder, env, maxBuffer: 2 ** 24 })).stdout;
  let service: ChildProcess | undefined;
  const engine: TestEngine = {
    socket,
    podman,
    makeImage: async (name, ...changes) => {
      const tar = join(folder, "busybox.tar");
      if (!existsSync(tar)) await packBusybox(folder, tar);
      await podman("import", ...changes.flatMap((change) => ["--change", change]), tar, name);
    },
    startService: async () => {
      rmSync(socket, { force: true });
      service = spawn("podman", [...places, "system", "service", "--time=0", `unix://${socket}`], {
        cwd: folder, // what watches containers leaves a file where it stands
        env,
        stdio: "ignore",
      });
      await vi.waitUntil(() => existsSync(socket), 20_000);
    },
    stopService: async () => {
      const running = service;
      service = undefined;
      if (running === undefined) return;
      const exited = new Promise((resolve) => running.once("exit", resolve));
      running.kill("SIGKILL");
      await exited;
    },
    stop: async () => {
      await engine.stopService();
      await podman("rm", "--all", "--force", "--time=0").catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await engine.makeImage("localhost/pollux/try:1");
    await podman("run", "--rm", "localhost/pollux/try:1", "true");
    await engine.startService();
    return engine;
  } catch (error) {
    await engine.stop();
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    return `it needs containers, and Podman cannot run any here (${said.trim().split("\n").at(-1)})`;
  }
}

/** All its programs, root and one user, `/tmp`. */
async function packBusybox(folder: string, tar: string): Promise<void> {
  const image = join(folder, "busybox");
  for (const name of ["bin", "etc", "tmp"]) mkdirSync(join(image, name), { recursive: true });
  cpSync("/bin/busybox", join(image, "bin", "busybox"));
  const { stdout } = await run("/bin/busybox", ["--list"]);
  for (const program of stdout.trim().split("\n")) {
    if (program !== "busybox") symlinkSync("busybox", join(image, "bin", program));
  }
  writeFileSync(
    join(image, "etc", "passwd"),
    "root:x:0:0::/root:/bin/sh\nsomebody:x:1234:1234::/tmp:/bin/sh\n",
  );
  await run("tar", ["--directory", image, "--create", "--file", tar, "."]);
  rmSync(image, { recursive: true });
}
