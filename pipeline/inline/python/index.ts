// Components whose work is a function of a Python file.
export { inlinePython, type InlineContainer, type InlinePython, type PythonValue } from "./inline-python.ts";
export { recogniseInlinePython } from "./recognise-inline-python.ts";
export { type PythonFile, readPython } from "./read-python.ts";
export { protectText, restoreText } from "./protect-text.ts";
