// The local Vertex in a process of its own, on the root that is given: prints its port.
import { startTestVertex } from "./test-vertex.ts";

const { port } = await startTestVertex({}, process.argv[2]);
console.log(port);
