// Buckets of the local Vertex: what lies in them, and how jobs get it.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { crc32c } from "../../../../../pipeline/vertex/local/storage/crc32c.ts";
import { readMultipart } from "../../../../../pipeline/vertex/local/storage/uploads.ts";
import { pipelineClient, startTestVertex, struct, type TestVertex, value } from "../test-vertex.ts";

let vertex: TestVertex;
beforeAll(async () => {
  vertex = await startTestVertex();
});
afterAll(() => vertex.remove());

const ask = (verb: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${vertex.port}${path}`, {
    method: verb,
    headers,
    ...(body !== undefined && { body }),
  });
const makeBucket = (name: string) => ask("POST", "/storage/v1/b?project=p", JSON.stringify({ name }));
const upload = (bucket: string, name: string, content: string, more = "") =>
  ask(
    "POST",
    `/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(name)}${more}`,
    content,
    {
      "content-type": "text/plain",
    },
  );

test("the check value of CRC-32C is right", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe("4waSgw==");
});

test("a multipart upload keeps every byte of its content", () => {
  const content = Buffer.from("\r\n--x\r\n\r\n\0\n");
  const body = Buffer.concat([
    Buffer.from(
      '--==b\r\ncontent-type: application/json\r\n\r\n{"name": "n"}\r\n--==b\r\ncontent-type: text/x\r\n\r\n',
    ),
    content,
    Buffer.from("\r\n--==b--"),
  ]);
  expect(readMultipart('multipart/related; boundary="==b"', body)).toEqual({
    description: Buffer.from('{"name": "n"}'),
    content,
    type: "text/x",
  });
});

test("a bucket is made once, and removed once it is empty", async () => {
  expect((await ask("GET", "/storage/v1/b/once")).status).toBe(404);
  expect((await makeBucket("once")).status).toBe(200);
  expect((await makeBucket("once")).status).toBe(409);
  await upload("once", "a/b.txt", "x");
  expect((await ask("DELETE", "/storage/v1/b/once")).status).toBe(409);
  expect((await ask("DELETE", "/storage/v1/b/once/o/a%2Fb.txt")).status).toBe(204);
  expect((await ask("DELETE", "/storage/v1/b/once")).status).toBe(204);
});

test("objects are files of the bucket's folder", async () => {
  await makeBucket("files");
  expect(await (await upload("files", "a/b.txt", "hello")).json()).toMatchObject({
    size: "5",
    contentType: "text/plain",
  });
  expect(readFileSync(join(vertex.root, "buckets/files/a/b.txt"), "utf8")).toBe("hello");
  const media = await ask("GET", "/storage/v1/b/files/o/a%2Fb.txt?alt=media");
  expect([media.headers.get("content-type"), await media.text()]).toEqual(["text/plain", "hello"]);
  const part = await ask("GET", "/storage/v1/b/files/o/a%2Fb.txt?alt=media", undefined, {
    range: "bytes=1-2",
  });
  expect([part.status, await part.text()]).toEqual([206, "el"]);
  await upload("files", "c.txt", "");
  const top = await (await ask("GET", "/storage/v1/b/files/o?delimiter=/")).json();
  expect(top).toMatchObject({ items: [{ name: "c.txt" }], prefixes: ["a/"] });
});

test("an upload in pieces is there once it is whole", async () => {
  await makeBucket("pieces");
  const begun = await ask("POST", "/upload/storage/v1/b/pieces/o?uploadType=resumable&name=n", "{}");
  const place = new URL(begun.headers.get("location") ?? "");
  const send = (piece: string, range: string) =>
    ask("PUT", `${place.pathname}${place.search}`, piece, { "content-range": range });
  const first = await send("abc", "bytes 0-2/*");
  expect([first.status, first.headers.get("range")]).toEqual([308, "bytes=0-2"]);
  expect((await send("x", "bytes 9-9/10")).status).toBe(400);
  expect((await ask("GET", "/storage/v1/b/pieces/o/n")).status).toBe(404);
  expect((await send("de", "bytes 3-4/5")).status).toBe(200);
  expect(await (await ask("GET", "/storage/v1/b/pieces/o/n?alt=media")).text()).toBe("abcde");
});

test("a precondition that does not hold is refused", async () => {
  await makeBucket("conditions");
  const { generation } = (await (await upload("conditions", "n", "1", "&ifGenerationMatch=0")).json()) as {
    generation: string;
  };
  expect((await upload("conditions", "n", "2", "&ifGenerationMatch=0")).status).toBe(412);
  expect((await ask("DELETE", "/storage/v1/b/conditions/o/n?ifGenerationMatch=1")).status).toBe(412);
  expect((await ask("DELETE", `/storage/v1/b/conditions/o/n?ifGenerationMatch=${generation}`)).status).toBe(
    204,
  );
});

test.each(["../out", "a/../../out", "/abs", "a//b", "a\0b", ".", "n".repeat(300), `a/${"ü".repeat(128)}`])(
  "an object cannot be named %.20j",
  async (name) => {
    await makeBucket("names");
    expect((await upload("names", name, "x")).status).toBe(400);
    expect(existsSync(join(vertex.root, "out"))).toBe(false);
  },
);

test("the longest name that a file can have is an object's as well", async () => {
  await makeBucket("long");
  const name = `${"d".repeat(255)}/${"ü".repeat(127)}`;
  expect((await upload("long", name, "x")).status).toBe(200);
  expect((await upload("long", "n".repeat(256), "x")).status).toBe(400);
  const answer = await ask("GET", `/storage/v1/b/long/o/${"n".repeat(300)}`);
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { error: { message: expect.stringContaining("at most 1024 bytes, and 255 from slash to slash.") } },
  ]);
});

test.each(["b/x/o/%zz", "b/%zz", "b/odd/o?maxResults=-1", "b/odd/o?maxResults=many"])(
  "%s is refused",
  async (path) => {
    await makeBucket("odd");
    expect((await ask("GET", `/storage/v1/${path}`)).status).toBe(400);
  },
);

test("a task gets the file of a bucket's artifact, and parameters as they are", async () => {
  await makeBucket("inputs");
  await upload("inputs", "data/chat.txt", "from the bucket");
  const folder = mkdtempSync(join(tmpdir(), "pollux-out-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const client = pipelineClient(vertex.port, "grpc");
  onTestFinished(() => client.close());
  const parent = "projects/p/locations/l";
  const [{ name }] = await client.createPipelineJob({
    parent,
    pipelineJob: {
      pipelineSpec: struct(importing("gs://inputs/data/chat.txt")),
      runtimeConfig: { gcsOutputDirectory: "gs://inputs/root", parameterValues: { folder: value(folder) } },
    },
  });
  await vi.waitFor(
    async () => {
      const [job] = await client.getPipelineJob({ name: name ?? "" });
      expect(job.error?.message ?? job.state).toBe("PIPELINE_STATE_SUCCEEDED");
    },
    { timeout: 20_000, interval: 100 },
  );
  expect(JSON.parse(readFileSync(join(folder, "seen"), "utf8"))).toEqual({
    content: "from the bucket",
    given: "gs://inputs/data/chat.txt",
  });
});

/** Reads an imported file, and notes it in the folder. */
function importing(uri: string) {
  const artifact = { artifactType: { schemaTitle: "system.Artifact", schemaVersion: "0.0.1" } };
  const code = `const [file, given, folder] = process.argv.slice(1); const fs = require("fs");
    fs.writeFileSync(folder + "/seen", JSON.stringify({ content: fs.readFileSync(file, "utf8"), given }));`;
  const text = { parameterType: "STRING" };
  return {
    schemaVersion: "2.1.0",
    pipelineInfo: { name: "importing" },
    root: {
      inputDefinitions: {
        parameters: { folder: text, given: { ...text, defaultValue: "gs://inputs/data/chat.txt" } },
      },
      dag: {
        tasks: {
          importer: {
            componentRef: { name: "comp-importer" },
            inputs: { parameters: { uri: { runtimeValue: { constant: uri } } } },
          },
          read: {
            componentRef: { name: "comp-read" },
            dependentTasks: ["importer"],
            inputs: {
              parameters: {
                folder: { componentInputParameter: "folder" },
                given: { componentInputParameter: "given" },
              },
              artifacts: {
                chat: { taskOutputArtifact: { producerTask: "importer", outputArtifactKey: "artifact" } },
              },
            },
          },
        },
      },
    },
    components: {
      "comp-importer": {
        executorLabel: "exec-importer",
        inputDefinitions: { parameters: { uri: text } },
        outputDefinitions: { artifacts: { artifact } },
      },
      "comp-read": {
        executorLabel: "exec-read",
        inputDefinitions: { parameters: { folder: text, given: text }, artifacts: { chat: artifact } },
      },
    },
    deploymentSpec: {
      executors: {
        "exec-importer": {
          importer: { artifactUri: { runtimeParameter: "uri" }, typeSchema: artifact.artifactType },
        },
        "exec-read": {
          container: {
            image: "node:24",
            command: ["node", "-e", code],
            args: [
              "{{$.inputs.artifacts['chat'].path}}",
              "{{$.inputs.parameters['given']}}",
              "{{$.inputs.parameters['folder']}}",
            ],
          },
        },
      },
    },
  };
}
