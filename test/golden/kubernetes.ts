// What only Kubernetes is told, in a second document: of tasks, with values that the run makes, and of the pipeline.
import { pipeline, string, struct, when, equals, workspacePath } from "pollux";
import { kubernetes } from "../../pipeline/dsl/kubernetes.ts";
import { pipelineConfig } from "../../pipeline/dsl/pipeline-config.ts";
import { make, use } from "./parts/steps.ts";

export default pipeline(
  {
    name: "kubernetes",
    platforms: {
      kubernetes: pipelineConfig({
        workspace: { size: "10Gi", kubernetes: { pvcSpecPatch: { storageClassName: "fast" } } },
        resourceTtl: { onSuccess: 3600 },
        activeDeadlineSeconds: 86_400,
      }),
    },
    inputs: { secret: string({ default: "hf" }), selector: struct() },
  },
  (inputs) => {
    const made = make({ seed: "1" }).platform(
      "kubernetes",
      kubernetes({
        secretsAsEnv: [{ secret: "hf", keys: { token: "HF_TOKEN" } }],
        volumeClaims: [{ claim: "data", mountPath: "/data" }],
        tolerations: [{ key: "gpu", operator: "Exists", effect: "NoSchedule" }],
        nodeSelector: inputs.selector,
        podLabels: { team: "twin" },
        activeDeadlineSeconds: 3600,
      }),
    );
    when(equals(inputs.secret, "hf"), () => {
      use({ text: `${workspacePath}/notes` }).platform(
        "kubernetes",
        kubernetes({
          secretsAsVolumes: [{ secret: inputs.secret, mountPath: "/secret", optional: true }],
          configMapsAsEnv: [{ configMap: made.outputs.text, keys: { level: "LEVEL" } }],
        }),
      );
    });
  },
);
