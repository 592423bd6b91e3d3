#!/usr/bin/env node
// The `pollux` command: lets this Node read TypeScript (through tsx), then hands over to pollux.ts.
import { register } from "tsx/esm/api";

register();
await import("./pollux.ts");
