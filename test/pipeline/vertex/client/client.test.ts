// How the official clients are made, and what their errors become.
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import {
  callService,
  clientOptions,
  connect,
  parseEndpoint,
  serviceError,
  statusOf,
} from "../../../../pipeline/vertex/client/index.ts";
import { resolveConfig, type VertexConfig } from "../../../../pipeline/vertex/config/index.ts";
import { listJobs } from "../../../../pipeline/vertex/jobs.ts";
import { temporaryFolder } from "../../../scripts/temporary-folder.ts";
import { policy } from "../faults/given.ts";

const configOf = (given: Partial<VertexConfig> = {}): VertexConfig =>
  resolveConfig({ given: { project: "my-project", ...given }, env: {} }).config;

describe("options", () => {
  test.each<[Partial<VertexConfig>, object]>([
    [{}, { apiEndpoint: "us-central1-aiplatform.googleapis.com" }],
    [{ location: "global" }, { apiEndpoint: "aiplatform.googleapis.com" }],
    [{ transport: "rest" }, { apiEndpoint: "us-central1-aiplatform.googleapis.com", fallback: true }],
    [{ apiEndpoint: "https://vertex.example.com:8443" }, { apiEndpoint: "vertex.example.com", port: 8443 }],
  ])("of %j are %j, with this machine's credentials", async (given, expected) => {
    expect(await clientOptions(configOf(given))).toEqual({ projectId: "my-project", ...expected });
  });

  test("of a server on loopback hold no credentials, over either transport", async () => {
    const grpc = await clientOptions(configOf({ apiEndpoint: "http://127.0.0.1:8085" }));
    expect(Object.keys(grpc).sort()).toEqual(["apiEndpoint", "authClient", "port", "projectId", "sslCreds"]);
    const rest = await clientOptions(configOf({ apiEndpoint: "localhost:8085", transport: "rest" }));
    expect(rest).toMatchObject({ apiEndpoint: "localhost", port: 8085, protocol: "http", fallback: true });
    expect(await rest.authClient.getRequestHeaders()).toEqual(new Headers());
  });

  test.each([
    ["vertex.example.com", { host: "vertex.example.com", port: undefined, isPlain: false }],
    ["http://127.0.0.1", { host: "127.0.0.1", port: 80, isPlain: true }],
    ["127.0.0.1:9", { host: "127.0.0.1", port: 9, isPlain: true }],
    ["https://localhost:9/", { host: "localhost", port: 9, isPlain: false }],
  ])("of %s are where it is", (endpoint, expected) => {
    expect(parseEndpoint(endpoint)).toEqual(expected);
  });
});

test.each(["grpc", "rest"] as const)("without credentials, %s says how to get some", async (transport) => {
  const nowhere = temporaryFolder();
  for (const name of ["HOME", "CLOUDSDK_CONFIG"]) vi.stubEnv(name, nowhere);
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "");
  const connection = connect(configOf({ transport }), { policy });
  await expect(listJobs(connection)).rejects.toMatchObject({
    code: "VERTEX_UNAUTHENTICATED",
    message:
      'project "my-project": Vertex AI says UNAUTHENTICATED: there are no credentials that count. ' +
      "Log in with gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS.",
  });
  await connection.close();
  vi.unstubAllEnvs();
});

test("a file of credentials that is not there is named as what is wrong", async () => {
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", join(temporaryFolder(), "none.json"));
  const connection = connect(configOf(), { policy });
  await expect(listJobs(connection)).rejects.toThrow(
    'project "my-project": Vertex AI says UNAUTHENTICATED: the file that GOOGLE_APPLICATION_CREDENTIALS names cannot be ' +
      "read. Let GOOGLE_APPLICATION_CREDENTIALS name a file with credentials, or unset it and log in with " +
      "gcloud auth application-default login.",
  );
  await connection.close();
  vi.unstubAllEnvs();
});

describe("errors", () => {
  const failed = (code: unknown, message = "x"): Error => Object.assign(new Error(message), { code });

  test.each([
    [failed(7), "PERMISSION_DENIED"],
    [failed(14), "UNAVAILABLE"],
    [failed(503), "UNAVAILABLE"],
    [failed(404), "NOT_FOUND"],
    [failed(599), "INTERNAL"],
    [failed("ECONNRESET"), "UNAVAILABLE"],
    [failed("EBADF"), "UNKNOWN"],
    [new Error("Could not load the default credentials. Browse to ..."), "UNAUTHENTICATED"],
    [failed("400", "invalid_grant: reauth related error (invalid_rapt)"), "UNAUTHENTICATED"],
    ["text", "UNKNOWN"],
  ])("%s is %s", (error, status) => {
    expect(statusOf(error)).toBe(status);
  });

  test("show what the service says in one line, without what a terminal obeys", () => {
    const error = serviceError(failed(3, `3 INVALID_ARGUMENT: bad\n\u001b[31mspec.`), "jobs");
    expect(error.message).toBe(
      "jobs: Vertex AI says INVALID_ARGUMENT: bad \\x1b[31mspec. Correct what it names.",
    );
  });

  test("of credentials say nothing of them", () => {
    const error = serviceError(
      failed(400, "invalid_grant: account me@example.com at /home/me/key.json"),
      "jobs",
    );
    expect(error.message).not.toMatch(/example|key\.json/);
  });

  test("may ask to wait, and are waited for so long", async () => {
    const asked = [
      failed(8),
      Object.assign(failed(8), { statusDetails: [{ retryDelay: { seconds: "0", nanos: 3e8 } }] }),
    ];
    const began = performance.now();
    const call = (): Promise<string> => {
      const error = asked.pop();
      return error === undefined ? Promise.resolve("done") : Promise.reject(error);
    };
    expect(await callService({ what: "x", call }, { policy })).toBe("done");
    expect(performance.now() - began).toBeGreaterThan(290);
  });

  test("that may stay as they are get a few tries, those that pass get more", async () => {
    const triesOn = async (code: number): Promise<number> => {
      let tries = 0;
      const call = (): Promise<never> => {
        tries += 1;
        return Promise.reject(failed(tries > 6 ? 3 : code));
      };
      await expect(callService({ what: "x", call }, { policy })).rejects.toThrow();
      return tries;
    };
    expect([await triesOn(13), await triesOn(14), await triesOn(7)]).toEqual([3, 7, 1]);
  });
});
