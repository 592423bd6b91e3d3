// The behaviours of the contract as scripts for `sh`.
import type { Behave, Behaviour } from "./behaviours.ts";

const scripts: { readonly [B in Behaviour]: string } = {
  exit: "echo one; echo two >&2; printf three; exit 4",
  arguments: 'for each in "$@"; do printf "<%s>" "$each"; done',
  variables: 'for each in "$@"; do eval "all=\\"\\$all \\${$each-none}\\""; done; echo $all',
  complain: 'echo "$API_KEY" >&2',
  write: "echo x > here",
  stop: 'trap "echo bye > bye; exit 0" TERM; echo ready; while :; do sleep 0.05; done',
  stay: 'trap "" TERM; sh -c \'trap "" TERM; sleep 600\' & echo "$$ $!"; sleep 600',
  sleep: "sleep 600",
  leave: "sleep 600 & echo $!",
  escape: "setsid sleep 600 & echo $!",
  kill: "kill -9 $$",
  talk: 'i=0; while [ $i -lt 5000 ]; do echo "line $i"; i=$((i+1)); done; head -c 200000 /dev/zero | tr "\\0" x',
};

export const inSh: Behave = (behaviour, ...args) => ({
  command: ["sh", "-c", scripts[behaviour], "sh"],
  args,
});
