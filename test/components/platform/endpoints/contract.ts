// What every driver of `Endpoints` does, whatever serves the model; each driver's test file runs this suite.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type {
  Connection,
  EndpointRecord,
  Endpoints,
} from "../../../../components/platform/endpoints/endpoints.ts";

export interface EndpointsUnderTest {
  readonly endpoints: Endpoints;
  /** A model that loads, and one that does not. */
  readonly model: string;
  readonly brokenModel: string;
  /** How many processes, jobs or machines are in use. */
  readonly inUse: () => number;
  /** How many of them a deployed model keeps in use while nobody talks to it. Default 0. */
  readonly keptInUse?: number;
  /** What a record has besides driver, name and model. Default: nothing. */
  readonly place?: { readonly endpoint: string };
}

export function describeEndpoints(driver: string, start: () => Promise<EndpointsUnderTest>): void {
  describe(`${driver} endpoints`, () => {
    let subject: EndpointsUnderTest;
    let record: EndpointRecord;
    let connection: Connection;

    beforeAll(async () => {
      subject = await start();
      record = await subject.endpoints.deploy({ name: "twin", model: subject.model });
    }, 120_000);
    afterAll(() => connection?.close());

    test("deploying gives a plain record, and leaves running no more than serves it", () => {
      expect(record).toEqual({ driver, name: "twin", model: subject.model, ...subject.place });
      expect(JSON.parse(JSON.stringify(record))).toEqual(record);
      expect(subject.inUse()).toBe(subject.keptInUse ?? 0);
    });

    test("a model that does not load is not deployed, and the reason is told", async () => {
      const deployed = subject.endpoints.deploy({ name: "twin", model: subject.brokenModel });
      await expect(deployed).rejects.toMatchObject({ name: "UserError" });
      expect(subject.inUse()).toBe(subject.keptInUse ?? 0);
    });

    test("a reply comes in pieces", async () => {
      connection = await subject.endpoints.connect(record);
      const reply = await collect(connection.chat([{ role: "user", content: "How do you read?" }]));
      expect(reply.length).toBeGreaterThan(0);
    });

    test("a conversation of several turns is answered", async () => {
      const reply = await collect(
        connection.chat([
          { role: "user", content: "How do you read?" },
          { role: "assistant", content: "Loud and clear." },
          { role: "user", content: "Roger, “out” ✓." },
        ]),
      );
      expect(typeof reply.join("")).toBe("string");
    });

    test("the same seed gives the same reply", async () => {
      const messages = [{ role: "user", content: "How do you read?" }] as const;
      const ask = (): Promise<readonly string[]> =>
        collect(connection.chat(messages, { seed: 7, temperature: 0.7, topK: 20, maxTokens: 24 }));
      expect((await ask()).join("")).toBe((await ask()).join(""));
    });

    test("two replies at once do not mix", async () => {
      const replies = await Promise.all(
        ["one", "two"].map((content) =>
          collect(connection.chat([{ role: "user", content }], { seed: 1, maxTokens: 8 })),
        ),
      );
      expect(replies).toHaveLength(2);
    });

    test("a reply can be stopped, and the next one comes", async () => {
      const stop = new AbortController();
      const stopped = collect(
        connection.chat([{ role: "user", content: "go on for ever" }], { signal: stop.signal }),
        () => stop.abort(new Error("enough")),
      );
      await expect(stopped).rejects.toThrow("enough");
      await collect(connection.chat([{ role: "user", content: "Still there?" }], { maxTokens: 4 }));
    });

    test("closing a connection frees what it used", async () => {
      await connection.close();
      expect(subject.inUse()).toBe(subject.keptInUse ?? 0);
      await connection.close(); // closing twice is closing
    });

    test("a record of another driver is refused", async () => {
      const { connect, rollback, undeploy } = subject.endpoints;
      for (const use of [connect, rollback, undeploy]) {
        await expect(use({ ...record, driver: "elsewhere" })).rejects.toMatchObject({ code: "OTHER_DRIVER" });
      }
    });

    test("without a model from before there is nothing to roll back to", async () => {
      await expect(subject.endpoints.rollback(record)).rejects.toMatchObject({ code: "NOTHING_BEFORE" });
    });

    test("what is undeployed uses nothing, and can be undeployed again", async () => {
      await subject.endpoints.undeploy(record);
      expect(subject.inUse()).toBe(0);
      await subject.endpoints.undeploy(record);
    });
  });
}

async function collect(
  reply: AsyncIterable<string>,
  onPiece: (piece: string) => void = () => {},
): Promise<readonly string[]> {
  const pieces: string[] = [];
  for await (const piece of reply) {
    pieces.push(piece);
    onPiece(piece);
  }
  return pieces;
}
