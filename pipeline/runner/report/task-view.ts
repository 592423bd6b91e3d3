// What a reporter knows of a run: its tasks as a tree, grown from the run's events.
import type { InstanceKind, RunEvent, TaskProgress, TaskState } from "../events.ts";
import { parentPath } from "../record/run-record.ts";
import type { Values } from "../values.ts";
import { describeSeconds } from "./duration.ts";

export interface TaskView {
  readonly path: string;
  /** The last part of the path, which says where it stands in the tree. */
  readonly label: string;
  readonly depth: number;
  readonly type: InstanceKind;
  state: TaskState | "RUNNING" | "RETRYING";
  startedAt: number;
  seconds: number;
  /** Why it failed, or was skipped. */
  message: string | undefined;
  log: string | undefined;
  /** Of a task that failed. */
  inputs: Values | undefined;
  iterations: number | undefined;
  /** Its last progress, and the first that the time left is reckoned from. */
  progress: { readonly first: TaskProgress; readonly last: TaskProgress } | undefined;
  lastLine: string | undefined;
}

/** Parents come before their children, in the order in which they began. */
export class TaskViews {
  readonly #views = new Map<string, TaskView>();
  readonly #children = new Map<string, TaskView[]>();

  get(path: string): TaskView | undefined {
    return this.#views.get(path);
  }

  childrenOf(path: string): readonly TaskView[] {
    return this.#children.get(path) ?? [];
  }

  all(): readonly TaskView[] {
    return [...this.#views.values()];
  }

  apply(event: RunEvent): void {
    switch (event.kind) {
      case "task-started": {
        const view = this.#view(event.path, event.type, event.time);
        view.state = "RUNNING";
        view.iterations = event.iterations;
        view.progress = undefined;
        return;
      }
      case "task-retrying": {
        const view = this.#views.get(event.path);
        if (view === undefined) return;
        view.state = "RETRYING";
        view.message = event.failure.message;
        return;
      }
      case "task-finished": {
        const view = this.#view(event.path, event.type, event.time);
        const { state, seconds, failure, log, inputs } = event;
        Object.assign(view, { state, seconds, message: failure?.message, log, inputs });
        return;
      }
      case "task-progress": {
        const view = this.#views.get(event.path);
        if (view === undefined) return;
        const first = view.progress?.first;
        const same = first !== undefined && first.total === event.total && event.done >= first.done;
        view.progress = { first: same ? first : event, last: event };
        return;
      }
      case "task-line": {
        const view = this.#views.get(event.path);
        if (view !== undefined && event.line.trim() !== "") view.lastLine = event.line.trim();
        return;
      }
    }
  }

  #view(path: string, type: InstanceKind, time: number): TaskView {
    const known = this.#views.get(path);
    if (known !== undefined) return known;
    const parent = parentPath(path);
    const view: TaskView = {
      path,
      label: path.slice(parent.length).replace(/^\//, ""),
      depth: parent === "" ? 0 : this.#view(parent, "group", time).depth + 1,
      type,
      state: "RUNNING",
      startedAt: time,
      seconds: 0,
      message: undefined,
      log: undefined,
      inputs: undefined,
      iterations: undefined,
      progress: undefined,
      lastLine: undefined,
    };
    this.#views.set(path, view);
    const siblings = this.#children.get(parent);
    if (siblings === undefined) this.#children.set(parent, [view]);
    else siblings.push(view);
    return view;
  }
}

/** `35 %, 2 min 3 s left, loss 2.31`; empty if it has said nothing of the kind. */
export function describeProgress({ progress }: TaskView, now: number): string {
  if (progress === undefined) return "";
  const { first, last } = progress;
  const share = last.total > 0 ? `${Math.floor((100 * last.done) / last.total)} %` : "";
  const rate = (last.done - first.done) / (last.time - first.time);
  const left = (last.total - last.done) / rate - (now - last.time);
  const time = rate > 0 && last.done < last.total ? `${describeSeconds(Math.max(0, left) / 1000)} left` : "";
  return [share, time, last.text].filter((part) => part !== "").join(", ");
}
