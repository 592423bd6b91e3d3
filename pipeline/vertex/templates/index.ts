// Templates: pipelines in a repository of Artifact Registry.
export { isTemplateUrl, parseRegistry, parseTemplate, type Registry } from "./registry.ts";
export {
  listTemplates,
  listVersions,
  readTemplate,
  uploadTemplate,
  type TemplateVersion,
  type Uploaded,
} from "./templates.ts";
