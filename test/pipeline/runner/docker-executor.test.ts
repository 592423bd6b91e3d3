// The docker executor's containers, on a real engine.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { dockerExecutor } from "../../../pipeline/runner/executors/docker/docker.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { executorContract } from "./executor-contract.ts";
import { onPodman, sh, start, succeeded } from "./on-podman.ts";
import { image } from "./small-pipelines.ts";

await onPodman("127.0.0.1:1", (engine, executor) => {
  executorContract("docker", () => ({
    executor,
    image,
    sharesProcesses: false,
    refusedImage: "Not an image",
  }));

  test("a task that needs more memory than it may have is killed", async () => {
    const { exit } = start(executor, sh("exec tail -c 100000000 /dev/zero"), {
      resources: { memoryBytes: 30_000_000 },
    });
    expect(await exit).toMatchObject({ kind: "killed", signal: "SIGKILL" });
  });

  test("a task gets the processors that it may have, as far as there are so many", async () => {
    const inspect = async (cpus: number): Promise<string> => {
      let limit = "";
      const { exit } = start(executor, sh("echo ready; read -r _ < go; "), {
        resources: { cpus },
        onLine: async () => {
          limit = await engine.podman("inspect", "--latest", "--format", "{{.HostConfig.NanoCpus}}");
          await engine.podman("kill", "--all");
        },
      });
      await exit;
      return limit.trim();
    };
    expect([await inspect(0.5), await inspect(100_000)]).toEqual(["500000000", "0"]);
  });

  test("what a task reads is there and cannot be written; the root is there and can", async () => {
    const folder = temporaryFolder();
    const given = join(folder, "a b");
    writeFileSync(given, "given");
    const script = `cat "${given}"; echo x > "${given}" || echo refused; echo y > ../made; ls "${folder}"`;
    const { exit, lines, workFolder } = start(executor, ["sh", "-c", script], {
      reads: [given, join(folder, "none")],
    });
    expect(await exit).toEqual(succeeded);
    expect(lines.filter((line) => !line.includes("Read-only"))).toEqual(["givenrefused", "a b"]);
    expect(readFileSync(join(dirname(workFolder), "made"), "utf8")).toBe("y\n");
  });

  test("a container that somebody removes is a task that was killed", async () => {
    const { exit } = start(executor, sh("echo ready; sleep 600"), {
      onLine: async () => void (await engine.podman("rm", "--all", "--force", "--time=0")),
    });
    expect(await exit).toMatchObject({ kind: "killed", signal: "SIGKILL" });
  });

  test("an engine that goes is said, and what it leaves is removed when it is back", async () => {
    const { exit, workFolder } = start(executor, sh("echo ready; sleep 600"), {
      onLine: () => engine.stopService(),
      runId: "lost",
    });
    const fault = await exit.catch(String).finally(() => engine.startService());
    expect(String(fault).replace(/\(.*\)/, "(...)")).toBe(
      `UserError: docker: the container engine at ${engine.socket} has gone (...). ` +
        "Start it again, and let the run go on with --resume.",
    );
    const left = async () => (await engine.podman("ps", "--quiet")).trim().split("\n").filter(Boolean).length;
    const root = dirname(workFolder);
    await executor.recover?.("lost", `${root}/other`);
    expect(await left()).toBe(1);
    await executor.recover?.("lost", root);
    expect(await left()).toBe(0);
  });

  test("what a killed runner left is removed by the next one on the same root", async () => {
    const { exit, workFolder } = start(executor, sh("echo ready; sleep 600"), {
      onLine: () => engine.stopService(),
      runId: "killed",
    });
    await exit.catch(() => {}).finally(() => engine.startService());
    const next = await dockerExecutor({ sockets: [engine.socket], graceMs: 200 });
    const root = dirname(workFolder);
    expect(await start(next, sh("true"), { root, runId: "next" }).exit).toEqual(succeeded);
    expect(await engine.podman("ps", "--all", "--quiet")).toBe("");
  });

  test("what root writes in a container becomes its user's", async () => {
    const owned = await dockerExecutor({ sockets: [engine.socket], owner: { uid: 4321, gid: 4321 } });
    const { exit, workFolder } = start(
      owned,
      sh("mkdir -m 700 deep; echo x > deep/file; ln -s /etc/passwd link"),
    );
    expect(await exit).toEqual(succeeded);
    expect(statSync(join(workFolder, "deep", "file")).uid).toBe(4321);
    expect(statSync("/etc/passwd").uid).toBe(0);
  });

  test("a task that is asked to stop at any moment leaves nothing", async () => {
    const moments = Array.from({ length: 8 }, (_, i) => AbortSignal.timeout(i * 50));
    const runs = moments.map((stop) => start(executor, sh("sleep 600"), { stop }));
    for (const { exit } of runs) expect(await exit).toEqual({ kind: "stopped" });
  });

  test("what takes no lines ends the task, and is said", async () => {
    const { exit } = start(executor, sh("echo ready; sleep 600"), {
      onLine: () => Promise.reject(Object.assign(new Error("disk full"), { code: "ENOSPC" })),
    });
    await expect(exit).rejects.toThrow("disk full");
  });

  test("without an engine, it says where it looked and what to do", async () => {
    const folder = temporaryFolder();
    vi.stubEnv("DOCKER_HOST", `unix://${folder}/none`);
    const search = (sockets?: readonly string[]) => dockerExecutor(sockets && { sockets });
    const advice =
      'Start Docker, or Podman\'s service ("systemctl --user start podman.socket"), or say in DOCKER_HOST where ' +
      "one listens, or choose another executor.";
    await expect(search()).rejects.toThrow(
      `docker: no container engine answers; tried ${folder}/none (there is no such socket). ${advice}`,
    );
    await expect(search([`${folder}/a`, `${folder}/b`])).rejects.toThrow(
      `tried ${folder}/a (there is no such socket), ${folder}/b (there is no such socket). `,
    );
    vi.stubEnv("DOCKER_HOST", "tcp://127.0.0.1:1");
    await expect(search()).rejects.toThrow("tried tcp://127.0.0.1:1 (nothing listens there). ");
    vi.stubEnv("DOCKER_HOST", `unix://${engine.socket}`);
    expect((await search()).name).toBe("docker");
  });
});
