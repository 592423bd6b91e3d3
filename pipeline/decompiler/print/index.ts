// Prints recorded pipelines and components as TypeScript.
export { printPipeline } from "./print-pipeline.ts";
