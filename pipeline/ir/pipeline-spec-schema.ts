// The IR as a JSON schema, message by message of `pipeline_spec.proto`. What the proto does not know is refused.
import {
  integer,
  json,
  list,
  map,
  message,
  number,
  oneOf,
  struct,
  text,
  texts,
  truth,
  type Schema,
} from "./json-schema.ts";

/** Protobuf writes 64-bit integers as text. */
const int64: Schema = { anyOf: [integer, { type: "string", pattern: "^-?\\d+$" }] };
const duration: Schema = { type: "string", pattern: "^-?\\d+(\\.\\d+)?s$" };

export const pipelineSpecSchema: Schema = {
  $ref: "#/$defs/PipelineSpec",
  $defs: {
    PipelineSpec: message(
      {
        pipelineInfo: message({ name: text, displayName: text, description: text }, ["name"]),
        schemaVersion: text,
        sdkVersion: text,
        defaultPipelineRoot: text,
        root: ref("ComponentSpec"),
        components: map(ref("ComponentSpec")),
        deploymentSpec: message({ executors: map(ref("ExecutorSpec")) }),
      },
      ["pipelineInfo", "root", "schemaVersion"],
    ),

    ComponentSpec: {
      ...message({
        inputDefinitions: message({
          artifacts: map(ref("InputArtifact")),
          parameters: map(ref("InputParameter")),
        }),
        outputDefinitions: message({
          artifacts: map(ref("OutputArtifact")),
          parameters: map(ref("OutputParameter")),
        }),
        dag: ref("DagSpec"),
        executorLabel: text,
        singlePlatformSpecs: list(struct),
        taskConfigPassthroughs: list(message({ field: text, applyToTask: truth })),
      }),
      not: { required: ["dag", "executorLabel"] },
    },
    InputArtifact: message(
      { artifactType: ref("ArtifactType"), isArtifactList: truth, isOptional: truth, description: text },
      ["artifactType"],
    ),
    InputParameter: message({
      parameterType: ref("ParameterType"),
      type: ref("PrimitiveType"),
      defaultValue: json,
      isOptional: truth,
      description: text,
      literals: { type: "array" },
    }),
    OutputArtifact: message(
      {
        artifactType: ref("ArtifactType"),
        isArtifactList: truth,
        description: text,
        metadata: struct,
        properties: map(ref("ValueOrRuntimeParameter")),
        customProperties: map(ref("ValueOrRuntimeParameter")),
      },
      ["artifactType"],
    ),
    OutputParameter: message({
      parameterType: ref("ParameterType"),
      type: ref("PrimitiveType"),
      description: text,
    }),
    ArtifactType: oneOf(
      { schemaTitle: text, schemaUri: text, instanceSchema: text },
      { schemaVersion: text },
    ),
    ParameterType: {
      enum: [
        "NUMBER_DOUBLE",
        "NUMBER_INTEGER",
        "STRING",
        "BOOLEAN",
        "LIST",
        "STRUCT",
        "TASK_FINAL_STATUS",
        "TASK_CONFIG",
      ],
    },
    PrimitiveType: { enum: ["INT", "DOUBLE", "STRING"] },
    ValueOrRuntimeParameter: oneOf({
      constant: json,
      runtimeParameter: text,
      constantValue: oneOf({ intValue: int64, doubleValue: number, stringValue: text }),
    }),

    DagSpec: message(
      {
        tasks: map(ref("TaskSpec")),
        outputs: message({
          artifacts: map(
            message({ artifactSelectors: list(ref("ArtifactSelector")) }, ["artifactSelectors"]),
          ),
          parameters: map(
            oneOf({
              valueFromParameter: ref("ParameterSelector"),
              valueFromOneof: message({ parameterSelectors: list(ref("ParameterSelector")) }),
            }),
          ),
        }),
      },
      ["tasks"],
    ),
    ArtifactSelector: message({ producerSubtask: text, outputArtifactKey: text }, [
      "producerSubtask",
      "outputArtifactKey",
    ]),
    ParameterSelector: message({ producerSubtask: text, outputParameterKey: text }, [
      "producerSubtask",
      "outputParameterKey",
    ]),

    TaskSpec: message(
      {
        taskInfo: message({ name: text }),
        componentRef: message({ name: text }, ["name"]),
        inputs: message({
          parameters: map(ref("TaskInputParameter")),
          artifacts: map(ref("TaskInputArtifact")),
        }),
        dependentTasks: texts,
        cachingOptions: message({ enableCache: truth, cacheKey: text }),
        triggerPolicy: message({
          condition: text,
          strategy: {
            enum: [
              "TRIGGER_STRATEGY_UNSPECIFIED",
              "ALL_UPSTREAM_TASKS_SUCCEEDED",
              "ALL_UPSTREAM_TASKS_COMPLETED",
            ],
          },
        }),
        retryPolicy: message({
          maxRetryCount: integer,
          backoffDuration: duration,
          backoffFactor: number,
          backoffMaxDuration: duration,
        }),
        artifactIterator: message(
          { items: message({ inputArtifact: text }, ["inputArtifact"]), itemInput: text },
          ["items", "itemInput"],
        ),
        parameterIterator: message({ items: oneOf({ raw: text, inputParameter: text }), itemInput: text }, [
          "items",
          "itemInput",
        ]),
        iteratorPolicy: message({ parallelismLimit: integer }),
      },
      ["componentRef"],
    ),
    TaskInputParameter: oneOf(
      {
        taskOutputParameter: message({ producerTask: text, outputParameterKey: text }, [
          "producerTask",
          "outputParameterKey",
        ]),
        runtimeValue: ref("ValueOrRuntimeParameter"),
        componentInputParameter: text,
        taskFinalStatus: message({ producerTask: text }, ["producerTask"]),
      },
      { parameterExpressionSelector: text },
    ),
    TaskInputArtifact: oneOf({
      taskOutputArtifact: message({ producerTask: text, outputArtifactKey: text }, [
        "producerTask",
        "outputArtifactKey",
      ]),
      componentInputArtifact: text,
    }),

    ExecutorSpec: oneOf({
      container: ref("Container"),
      importer: ref("Importer"),
      resolver: message({ outputArtifactQueries: map(message({ filter: text, limit: integer })) }),
      customJob: message({ customJob: struct }),
    }),
    Container: message(
      {
        image: text,
        command: texts,
        args: texts,
        env: list(message({ name: text, value: text }, ["name"])),
        resources: message({
          cpuLimit: number,
          cpuRequest: number,
          memoryLimit: number,
          memoryRequest: number,
          resourceCpuLimit: text,
          resourceCpuRequest: text,
          resourceMemoryLimit: text,
          resourceMemoryRequest: text,
          accelerator: message({ type: text, count: int64, resourceType: text, resourceCount: text }),
        }),
        lifecycle: message({ preCacheCheck: message({ command: texts, args: texts }) }),
      },
      ["image"],
    ),
    Importer: message(
      {
        artifactUri: ref("ValueOrRuntimeParameter"),
        typeSchema: ref("ArtifactType"),
        reimport: truth,
        metadata: struct,
        properties: map(ref("ValueOrRuntimeParameter")),
        customProperties: map(ref("ValueOrRuntimeParameter")),
        downloadToWorkspace: truth,
      },
      ["artifactUri", "typeSchema"],
    ),
  },
};

function ref(definition: string): Schema {
  return { $ref: `#/$defs/${definition}` };
}
