// How much a page may still take in, so that a report of a run of any size opens at once.

export interface Budget {
  /** Takes the characters and says yes, or takes nothing and says no. */
  readonly take: (characters: number) => boolean;
  readonly left: () => number;
}

export function newBudget(characters: number): Budget {
  let left = characters;
  return {
    take: (wanted) => {
      if (wanted > left) return false;
      left -= wanted;
      return true;
    },
    left: () => left,
  };
}
