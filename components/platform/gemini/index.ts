// Gemini for components and commands.
export { connectGemini, type GeminiConnection } from "./connect.ts";
export { geminiCredentials, type GeminiCredentials } from "./credentials.ts";
export { GeminiError, type Gemini, type GeminiErrorCode, type GeminiRequest } from "./gemini.ts";
export { generateJson } from "./generate-json.ts";
