// Everything that can be set on a task.
import { pipeline } from "pollux";
import { make, use } from "./parts/steps.ts";

export default pipeline({ name: "settings", displayName: "All settings", inputs: {} }, () => {
  const first = make({ seed: "1" })
    .displayName("The first: 1")
    .retry({ maxRetryCount: 3, backoffDuration: "5m", backoffFactor: 1.5, backoffMaxDuration: "1h" })
    .resources({ cpu: 8, memory: "32G", accelerator: { type: "NVIDIA_L4", count: 1 } })
    .env({ LEVEL: "2", NAME: "yes" });
  const second = make({ seed: "2" }).caching(false).retry({ maxRetryCount: 1 });
  use({ text: "3" }).caching(true, "shared").after(first, second.outputs.text);
  use({ text: "4" }).after(first).ignoreUpstreamFailure().resources({ cpu: "500m", memoryRequest: "256Mi" });
});
