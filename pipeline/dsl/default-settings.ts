// The settings of a task of which nothing was said.
import { deepFreeze } from "./freeze.ts";
import type { TaskSettings } from "./graph.ts";

export const defaultSettings: TaskSettings = deepFreeze({
  after: [],
  caching: { enabled: true },
  env: {},
  ignoreUpstreamFailure: false,
  platforms: {},
});
