import { expect, test } from "vitest";
import { endpoints } from "../../../../../components/platform/endpoints/index.ts";
import { vertexSettings } from "../../../../../components/platform/endpoints/vertex/index.ts";

const env = { GOOGLE_CLOUD_PROJECT: "my-project", POLLUX_LOCATION: "europe-west4" };

test("the environment says where, on what, and how many stay", () => {
  const { config, ...settings } = vertexSettings({
    ...env,
    POLLUX_SERVING_BASE: "hf://google/gemma-3-4b-it",
    POLLUX_SERVING_ROUTE: "invoke",
    POLLUX_SERVING_KEEP: "0",
    POLLUX_SERVING_REPLICAS: "3",
    POLLUX_SERVING_TIMEOUT: "600",
    POLLUX_SERVING_IMAGE: "mine:1",
  });
  expect([config.project, config.location]).toEqual(["my-project", "europe-west4"]);
  expect(settings).toEqual({
    base: "hf://google/gemma-3-4b-it",
    route: "invoke",
    image: "mine:1",
    keep: 0,
    mostReplicas: 3,
    startSeconds: 600,
  });
});

test("all that is wrong is said at once, each with what to do", () => {
  const wrong = {
    ...env,
    POLLUX_SERVING_ROUTE: "raw",
    POLLUX_SERVING_KEEP: "-1",
    POLLUX_SERVING_REPLICAS: "0",
  };
  expect(() => vertexSettings(wrong)).toThrow(
    'POLLUX_SERVING_KEEP: "-1" is no number from 0 to 9. Correct it, or leave it unset.\n' +
      'POLLUX_SERVING_REPLICAS: "0" is no number from 1 to 1000. Correct it, or leave it unset.\n' +
      'POLLUX_SERVING_ROUTE: "raw" is no route. Set it to "predict" or "invoke".',
  );
});

test("the driver is chosen by name, and Vertex AI needs a project", () => {
  expect(() => endpoints({ POLLUX_ENDPOINTS: "vertex" })).toThrow("project: it is not given.");
  expect(() => endpoints({ POLLUX_ENDPOINTS: "elsewhere" })).toThrow(
    'endpoints: POLLUX_ENDPOINTS is "elsewhere", which is no driver. Set it to "local" or "vertex", or leave it unset.',
  );
});
