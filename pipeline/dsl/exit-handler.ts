// A body after which a task runs, whichever way the body ended.
import type { Task } from "./component-types.ts";
import type { ExitHandlerNode } from "./graph.ts";
import { type GroupOptions, groupSettings } from "./group.ts";
import { groupOutputs } from "./group-outputs.ts";
import { type Ref, refTo } from "./handle.ts";
import { addNode, currentRecording, nextId, nextNumber, recordBody } from "./scope.ts";
import type { Given, Returned, TaskFinalStatus } from "./value-types.ts";

/**
 * Runs the body, then the task that `onExit` calls, which is told how the body ended.
 *
 *     exitHandler((status) => notify({ status, to: "ml@example.com" }), () => {
 *       deploy({ model });
 *     });
 */
export function exitHandler<R extends Returned>(
  onExit: (status: Ref<TaskFinalStatus>) => Task<unknown>,
  body: () => R,
  options: GroupOptions = {},
): Given<R> {
  const recording = currentRecording("exitHandler");
  const pipeline = recording.pipeline;
  const id = nextId(recording);
  const type = { kind: "parameter", type: "TASK_FINAL_STATUS" } as const;
  const status = refTo<TaskFinalStatus>({ kind: "status", pipeline, node: id, type });
  const exit = recordBody("exitHandler", () => {
    onExit(status);
  });
  const number = nextNumber(recording);
  const name = options.name ?? `exit-handler-${number}`;
  const settings = groupSettings(`${pipeline.name}/${name}`, options);
  const recorded = recordBody(name, body);
  addNode(recording, (): ExitHandlerNode => ({
    kind: "exitHandler",
    id,
    number,
    onExit: exit.build().nodes,
    settings,
    body: recorded.build(),
  }));
  return groupOutputs(recording, id, name, recorded.result);
}
