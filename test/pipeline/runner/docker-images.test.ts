// Where the docker executor has its images from, on a real engine and a registry that wants to know who asks.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { dockerExecutor } from "../../../pipeline/runner/executors/docker/docker.ts";
import { temporaryFolder, writeProgram } from "../../scripts/temporary-folder.ts";
import { startRegistry } from "../../tools/registry.ts";
import { onPodman, sh, start, succeeded } from "./on-podman.ts";
import { image } from "./small-pipelines.ts";

const user = { username: "ada", password: "sesame-opens" };
const registryFolder = join(temporaryFolder(), "registry");
const registry = await startRegistry(registryFolder, user);
afterAll(() => registry.stop());

await onPodman(registry.host, (engine, executor) => {
  test("without a command, the image's own starts, with the task's arguments or its own", async () => {
    await engine.makeImage("example.com/own:1", 'ENTRYPOINT ["echo", "own"]', 'CMD ["default"]');
    const own = { image: "example.com/own:1" };
    const runs = [start(executor, [], { ...own, args: ["a", "b"] }), start(executor, [], own)];
    expect(await Promise.all(runs.map(({ exit }) => exit))).toEqual([succeeded, succeeded]);
    expect(runs.map(({ lines }) => lines)).toEqual([["own a b"], ["own default"]]);
    expect(await start(executor, []).exit).toEqual({
      kind: "not-started",
      message: `its container has no command, and the image "${image}" starts none`,
    });
  });

  test("an image's own user may write", async () => {
    await engine.makeImage("example.com/somebody:1", "USER somebody");
    const { exit, lines } = start(executor, sh("id -u; echo x > file"), { image: "example.com/somebody:1" });
    expect([await exit, lines]).toEqual([succeeded, ["1234"]]);
  });

  test("an image's code is known by its id", async () => {
    const id = (await engine.podman("image", "inspect", "--format", "{{.Id}}", image)).trim();
    expect(await executor.codeFingerprint(image)).toBe(`sha256:${id}`);
  });

  describe("of a registry", () => {
    const pulled = `${registry.host}/pollux/pulled:1`;
    beforeEach(async () => {
      vi.stubEnv("DOCKER_CONFIG", temporaryFolder());
      if (existsSync(registryFolder)) return;
      await engine.podman("save", "--quiet", "--format", "oci-dir", "--output", registryFolder, image);
    });

    test("one that cannot be had says why", async () => {
      const { exit } = start(executor, sh("true"), { image: pulled });
      await expect(exit).rejects.toThrow(
        new RegExp(
          `^image "${pulled}": it is not on this machine, and it cannot be pulled \\(.+\\). ` +
            'Check its name, build it, or sign in to its registry with "docker login".$',
        ),
      );
    });

    test("a pull is broken off with its task", async () => {
      const stop = new AbortController();
      const { exit, lines } = start(executor, sh("true"), {
        image: `${registry.host}/slow/image:1`,
        stop: stop.signal,
        onLine: () => stop.abort(),
      });
      expect([await exit, lines]).toEqual([{ kind: "stopped" }, [`pulling ${registry.host}/slow/image:1`]]);
      await executor.close?.();
    });

    const auth = Buffer.from(`${user.username}:${user.password}`).toString("base64");
    test.each([
      ["what docker login left", { auths: { [`https://${registry.host}/v1/`]: { auth } } }],
      ["what a credential helper gives", { credHelpers: { [registry.host]: "test" } }],
    ])("one is pulled once for all tasks, with %s", async (_, config) => {
      writeFileSync(join(process.env.DOCKER_CONFIG ?? "", "config.json"), JSON.stringify(config));
      const programs = temporaryFolder();
      const answer = JSON.stringify({ Username: user.username, Secret: user.password });
      writeProgram(
        join(programs, "docker-credential-test"),
        `[ "$(cat)" = ${registry.host} ] && echo '${answer}'`,
      );
      vi.stubEnv("PATH", `${programs}:${process.env.PATH}`);
      registry.blobs.length = 0;

      const fresh = await dockerExecutor({ sockets: [engine.socket] });
      const runs = [1, 2].map((each) => start(fresh, sh(`echo ${each}`), { image: pulled }));
      expect(await Promise.all(runs.map(({ exit }) => exit))).toEqual([succeeded, succeeded]);
      const told = runs.map(({ lines }) => lines.map((line) => line.replace(/\d+ s$/, "0 s")));
      expect(told).toEqual(["1", "2"].map((each) => [`pulling ${pulled}`, `pulled ${pulled} in 0 s`, each]));
      expect(registry.blobs.length).toBeGreaterThan(0);
      expect(registry.blobs).toEqual([...new Set(registry.blobs)]);
      await engine.podman("rmi", "--force", pulled);
    });
  });
});
