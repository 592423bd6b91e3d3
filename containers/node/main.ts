// What runs in the image, and on a laptop in its stead: one component's code, as one task.
//   node --import tsx containers/node/main.ts MODULE --executor_input JSON
import { runModule } from "./run-module.ts";

await runModule(process.argv.slice(2));
