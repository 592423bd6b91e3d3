// Serves models on this machine, scaled to zero: a server process runs only while somebody is connected.
import { access } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentFor, loadEnvironments, processEnv } from "../../../pipeline/environments/index.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { image } from "../../images.ts";
import { probe, sendTo, streamChat } from "./chat-completions.ts";
import type { Connection, EndpointRecord, Endpoints, WaitOptions } from "./endpoints.ts";
import { startModelServer, type ModelServerCommand } from "./model-server.ts";
import { requireDriver } from "./record.ts";

const containers = fileURLToPath(new URL("../../../containers", import.meta.url));

/** `server` starts what serves a model. Default: the trainer's own server, in the trainer's environment. */
export function localEndpoints(server?: ModelServerCommand): Endpoints {
  const connect = async (record: EndpointRecord, options: WaitOptions = {}): Promise<Connection> => {
    requireDriver(record, "local");
    await checkModel(record.model);
    const running = await startModelServer(server ?? trainerServer(), record, options);
    return {
      chat: (messages, request = {}) =>
        streamChat({ ...request, send: sendTo(running.address), model: record.name, messages }),
      close: running.stop,
    };
  };
  return {
    connect,
    deploy: async ({ name, model }, options = {}) => {
      const record: EndpointRecord = { driver: "local", name, model };
      const connection = await connect(record, options);
      try {
        options.onProgress?.("asking it for a first reply");
        await probe(connection.chat, options.signal);
      } finally {
        await connection.close();
      }
      return record;
    },
    rollback: async (record) => {
      requireDriver(record, "local");
      throw new UserError(
        "NOTHING_BEFORE",
        `endpoint: this machine keeps no earlier model of "${record.name}". Talk to an earlier run's twin by its own record.`,
      );
    },
    // A server runs only while somebody is connected.
    undeploy: async (record) => requireDriver(record, "local"),
  };
}

function trainerServer(): ModelServerCommand {
  const environment = environmentFor(image("trainer"), loadEnvironments(containers));
  return { command: ["python", "-m", "trainer.serve"], env: processEnv(environment, process.env) };
}

async function checkModel(model: string): Promise<void> {
  try {
    await access(join(model, "config.json"));
  } catch {
    throw new UserError(
      "MODEL_MISSING",
      `endpoint: there is no model at ${model} (no config.json in it). Build the twin again.`,
    );
  }
}
