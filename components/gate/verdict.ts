// Decides from the evaluation's numbers whether a twin may be deployed, and says why not.

export interface EvaluatedGain {
  readonly baseBits: number;
  readonly twinBits: number;
  readonly gain: number;
  readonly gainError: number;
  readonly minimumGain: number;
}

/** The reason to stop, or undefined. A gain that is no number is no gain. */
export function reasonToStop(evaluated: EvaluatedGain): string | undefined {
  const { baseBits, twinBits, gain, gainError, minimumGain } = evaluated;
  if (gain > minimumGain) return undefined;
  const wanted = minimumGain === 0 ? "more than 0" : `more than ${minimumGain}`;
  return (
    `gate: the twin (${bits(twinBits)} bits per character) is not better than its base (${bits(baseBits)}): ` +
    `it gains ${bits(gain)} ± ${bits(gainError)}, and ${wanted} is wanted. ` +
    "Train it longer (epochs, rank), give it more chats, or lower minimumGain."
  );
}

function bits(value: number): string {
  return value.toFixed(3);
}
