// The module that is being printed: what it imports, which names are taken in it, what stands above its pipelines.
import type { ComponentDefinition } from "../../dsl/graph.ts";
import type { Names } from "./names.ts";
import type { SharedContainer } from "./shared-containers.ts";

export interface Module {
  /** Of the file that the module compiles to. */
  readonly schemaVersion: string;
  readonly imports: Set<Imported>;
  readonly names: Names;
  readonly artifactTypes: Map<string, ArtifactTypeDeclaration>;
  /** The constants that hold texts which several components share. */
  readonly texts: Map<string, string>;
  /** What gives the containers of components that share most of theirs. */
  readonly containers: Map<ComponentDefinition, SharedContainer>;
  /** The constants that hold settings for Kubernetes which several tasks share. */
  readonly configs: Map<string, string>;
  /** The constants that hold components and pipelines. */
  readonly components: Map<ComponentDefinition, string>;
}

export interface ArtifactTypeDeclaration {
  readonly name: string;
  readonly code: string;
}

/** Everything of the toolkit that a printed module may use. */
const importable = [
  ...["component", "importer", "kubernetes", "pipeline", "pipelineConfig", "text", "omitted", "rawInput"],
  ...["concat", "escaped", "executorInput", "ifPresent", "metadataOf"],
  ...["googleCloudLocation", "googleCloudProject", "pipelineJobCreateTime", "pipelineJobId"],
  ...["pipelineJobName", "pipelineJobResourceName", "pipelineJobScheduleTime", "pipelineRoot"],
  ...["pipelineTaskId", "pipelineTaskName", "serviceAccount", "workspacePath"],
  ...["when", "and", "or", "not", "equals", "notEquals"],
  ...["greaterThan", "greaterOrEqual", "lessThan", "lessOrEqual"],
  ...["exitHandler", "parallelFor", "cast", "field", "oneOf"],
  ...["Artifact", "ClassificationMetrics", "Dataset", "Html", "Markdown", "Metrics", "Model"],
  ...["artifactList", "artifactOutput", "artifactType", "described"],
  ...["boolean", "double", "int", "list", "optional", "string", "struct", "taskConfig", "taskFinalStatus"],
  "type Ref",
] as const;

export type Imported = (typeof importable)[number];

/** What no constant may be called: words of the language, and what the printed code means by them. */
const reserved =
  "arguments as async await boolean break case catch class const continue debugger default delete do else enum eval " +
  "export extends false finally for from function get if implements import in inputs instanceof interface Infinity let " +
  "NaN new null of outputs package private protected public return set static super switch this throw true try type " +
  "typeof undefined URL var void while with yield Ref";

export function emptyModule(schemaVersion: string): Module {
  const taken = new Map([...importable, ...reserved.split(" ")].map((name) => [name, 1]));
  const names: Names = { taken };
  return {
    schemaVersion,
    imports: new Set(),
    names,
    artifactTypes: new Map(),
    texts: new Map(),
    containers: new Map(),
    configs: new Map(),
    components: new Map(),
  };
}

/** Gives the name back, which is imported from now on. */
export function use(module: Module, name: Exclude<Imported, "type Ref">): string {
  module.imports.add(name);
  return name;
}

/** The type of handles to values of the type. */
export function refType(module: Module, value: string): string {
  module.imports.add("type Ref");
  return `Ref<${value}>`;
}

export function importStatement({ imports }: Module): string {
  const plain = (name: string) => name.replace(/^type /, "");
  // As a person would sort them: capitals do not come first.
  const names = [...imports].sort((a, b) => compare(plain(a).toLowerCase(), plain(b).toLowerCase()));
  return `import { ${names.join(", ")} } from "pollux";`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
