// Keeps what backends would expand in a command line out of source code that rides in one, and puts it back.

// `{{$...}}` is KFP's own placeholder, and Argo, under Kubeflow, takes any `{{name}}` and `{{=expression}}`. Kubernetes
// makes `$(NAME)` the environment variable, if there is one, and `$$` a single `$` wherever it stands. A
// backslash in between stops all of them and stays readable; where code has backslashes there already it gets one
// more, so every text comes back as it was. The executor (`restore` in executor.py) takes them out again.
const gaps = /(?<=\$)(?=\\*[($])|(?<=\{\{)(?=\\*[$= a-z])/g;
const filledGaps = /(?<=\$)\\(?=\\*[($])|(?<=\{\{)\\(?=\\*[$= a-z])/g;

/** `echo $(date) {{$.x}}` becomes `echo $\(date) {{\$.x}}`. */
export function protectText(text: string): string {
  return text.replace(gaps, "\\");
}

export function restoreText(text: string): string {
  return text.replace(filledGaps, "");
}
