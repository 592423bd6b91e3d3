// Places in a root that has been moved, to where they are now.
import type { Values } from "../values.ts";

export interface MovedPlaces {
  readonly place: (path: string) => string;
  readonly values: (values: Values) => Values;
}

/** Both absolute; places outside of `before` stay as they are. */
export function placesUnder(before: string, now: string): MovedPlaces {
  const place = (path: string) =>
    path === before || path.startsWith(`${before}/`) ? now + path.slice(before.length) : path;
  const values = ({ parameters, artifacts }: Values): Values => ({
    parameters,
    artifacts: Object.fromEntries(
      Object.entries(artifacts).map(([name, list]) => [
        name,
        list.map((artifact) => ({ ...artifact, uri: place(artifact.uri) })),
      ]),
    ),
  });
  return { place, values };
}
