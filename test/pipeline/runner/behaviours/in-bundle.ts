// The behaviours of the contract as a component in TypeScript that travels in its command line.
import { bundleComponent } from "../../../../pipeline/inline/typescript/bundle-component.ts";
import type { Behave } from "./behaviours.ts";
import { inTypeScript } from "./in-typescript.ts";

const { command } = bundleComponent(new URL("./in-typescript.ts", import.meta.url).href);

export const inBundle: Behave = (...line) => ({ command, args: inTypeScript(...line).args });
