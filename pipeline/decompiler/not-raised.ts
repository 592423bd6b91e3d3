// Says which groups cannot be written as bodies; they are then written as the IR has them.
import type { Scope, ScopeMember } from "./scope.ts";

interface Place {
  /** The DAG's component, and the task in it. */
  readonly key: string;
  readonly task: string;
}

export class NotRaised extends Error {
  readonly places: readonly Place[];

  constructor(places: readonly Place[]) {
    super(`${places.map(({ task }) => task).join(", ")}: not of a form that a body can have`);
    this.places = places;
  }
}

export function notRaised({ key }: Scope, { name }: ScopeMember): NotRaised {
  return new NotRaised([{ key, task: name }]);
}

/** All that can be made of `items`; throws one `NotRaised` for all that cannot. */
export function raiseEach<T, U>(items: readonly T[], raise: (item: T) => U): readonly U[] {
  const places: Place[] = [];
  const raised = items.flatMap((item) => {
    try {
      return [raise(item)];
    } catch (error) {
      if (!(error instanceof NotRaised)) throw error;
      places.push(...error.places);
      return [];
    }
  });
  if (places.length > 0) throw new NotRaised(places);
  return raised;
}
