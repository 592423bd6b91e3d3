// The driver of Vertex AI.
export { vertexSettings, type VertexSettings } from "./settings.ts";
export { vertexEndpoints } from "./vertex.ts";
