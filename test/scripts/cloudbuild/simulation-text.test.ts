import { expect, test } from "vitest";
import { simulateBuild } from "../../../cloudbuild/simulate/simulate-build.ts";
import { clockTime, simulationText } from "../../../scripts/cloudbuild/simulation-text.ts";

const build = {
  steps: [
    { name: "node", id: "a", args: ["echo", "a b"] },
    { name: "node", id: "b\u001b[2J" },
    { name: "node", id: "c" },
  ],
  images: ["i:$_TAG"],
};
const request = { build, values: { _TAG: "1" }, mode: "submit", durations: { a: 30, c: 10 } } as const;
const before =
  "--privileged --network cloudbuild --volume /var/run/docker.sock:/var/run/docker.sock " +
  "--volume /workspace:/workspace --volume homevol:/builder/home";
const after = "--workdir /workspace --env HOME --env BUILDER_OUTPUT";

test("shows when each step runs, the commands, what is pushed and the outcome", () => {
  expect(simulationText(simulateBuild(request)).split("\n")).toEqual([
    "STEP      START  END   STATUS",
    "a         0:00   0:30  SUCCESS  ############",
    "b\\x1b[2J  0:30   1:30  SUCCESS              ########################",
    "c         1:30   1:40  SUCCESS                                      ####",
    "",
    "# a",
    `docker run --rm --name step_0 ${before} --volume /tmp/step-0:/builder/outputs ${after} node echo 'a b'`,
    "# b\\x1b[2J",
    `docker run --rm --name step_1 ${before} --volume /tmp/step-1:/builder/outputs ${after} node`,
    "# c",
    `docker run --rm --name step_2 ${before} --volume /tmp/step-2:/builder/outputs ${after} node`,
    "",
    "pushed: i:1",
    "SUCCESS after 1 min 40 s.",
  ]);
});

test("shows what a failure leaves", () => {
  const lines = simulationText(simulateBuild({ ...request, outcomes: { a: 7 } })).split("\n");
  expect([...lines.slice(0, 4), ...lines.slice(-2)]).toEqual([
    "STEP      START  END   STATUS",
    "a         0:00   0:30  FAILURE (7)  ########################################",
    "b\\x1b[2J               QUEUED",
    "c                      QUEUED",
    "",
    'FAILURE after 30 s. Step "a" exits with 7. 2 of 3 steps never start.',
  ]);
});

test.each([
  [0, "0:00"],
  [65, "1:05"],
  [3600, "1:00:00"],
  [36_061.25, "10:01:01.250"],
])("writes %d seconds as %s", (seconds, text) => {
  expect(clockTime(seconds)).toBe(text);
});
