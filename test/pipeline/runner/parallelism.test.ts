import { expect, test } from "vitest";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { constant, sandbox, type ShComponent, small, task } from "./small-pipelines.ts";

const { run, folder } = sandbox(temporaryFolder());

/** Ends only once all of `$2` tasks of this kind have begun. */
const meet: ShComponent = {
  script: 'mkdir -p "$1"; touch "$1/$3"; until [ "$(ls "$1" | wc -l)" -ge "$2" ]; do sleep 0.01; done',
  args: [
    "{{$.inputs.parameters['place']}}",
    "{{$.inputs.parameters['count']}}",
    "{{$.inputs.parameters['name']}}",
  ],
  inputs: {
    parameters: {
      place: { parameterType: "STRING" },
      count: { parameterType: "NUMBER_INTEGER" },
      name: { parameterType: "STRING" },
    },
  },
};

function meeting(place: string, tasks: number, count: number) {
  return small({
    root: {
      dag: {
        tasks: Object.fromEntries(
          Array.from({ length: tasks }, (_, i) => [
            `t${i}`,
            task("meet", {
              place: constant(`${folder}/${place}`),
              count: constant(count),
              name: constant(`t${i}`),
            }),
          ]),
        ),
      },
    },
    sh: { meet },
  });
}

test("tasks that do not depend on each other run at the same time", async () => {
  expect((await run(meeting("all", 6, 6), { parallelism: 6 })).state).toBe("SUCCEEDED");
});

test("no more tasks run at a time than allowed", async () => {
  const { state, events } = await run(meeting("few", 6, 2), { parallelism: 2 });
  expect(state).toBe("SUCCEEDED");
  let running = 0;
  const counts = events.map(({ kind }) => {
    running += kind === "task-started" ? 1 : kind === "task-finished" ? -1 : 0;
    return running;
  });
  expect(Math.max(...counts)).toBe(2);
});
