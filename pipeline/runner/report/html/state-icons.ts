// What states look like: their signs are drawn, as fonts differ in what they have.
import { type State, stateName } from "../states.ts";
import { html, type Markup, trusted } from "./markup.ts";

/** For styles: `state-failed`. */
export function stateClass(state: State | undefined): string {
  return `state-${state === undefined ? "none" : stateName(state)}`;
}

const strokes: { readonly [state in State]: string } = {
  SUCCEEDED: "M4.5 8.3l2.4 2.4 4.6-5",
  CACHED: "M8.8 3.8L5.2 8.6h2.6l-.6 3.6 3.6-4.8H8.2z",
  FAILED: "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2",
  SKIPPED: "M5 8h6",
  CANCELLED: "M5.7 5.7h4.6v4.6H5.7z",
  RUNNING: "M6.5 5.2v5.6L11 8z",
  RETRYING: "M10.9 6.6A3.4 3.4 0 1 0 11.4 8M11.2 4.6v2.2H9",
  INTERRUPTED: "M6.4 5.2v5.6M9.6 5.2v5.6",
};

/** The SVG symbols that `stateIcon` uses, once per page. */
export function stateSymbols(): Markup {
  const symbols = Object.entries(strokes).map(
    ([state, path]) =>
      `<symbol id="icon-${state.toLowerCase()}" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/><path d="${path}"/></symbol>`,
  );
  return trusted(`<svg class="symbols" aria-hidden="true">${symbols.join("")}</svg>`);
}

export function stateIcon(state: State): Markup {
  return html`<svg class="icon ${stateClass(state)}" role="img" aria-label="${stateName(state)}">
    <use href="#icon-${stateName(state)}" />
  </svg>`;
}

export function stateBadge(state: State): Markup {
  return html`<span class="badge ${stateClass(state)}">${stateIcon(state)}${stateName(state)}</span>`;
}
