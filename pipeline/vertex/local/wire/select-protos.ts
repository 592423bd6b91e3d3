// All protos that the official package ships, as JSON, to those that some services need: loading all takes seconds.

/** A namespace, message, enum or service of protobufjs' JSON form. */
export interface ProtoNode {
  readonly nested?: { readonly [name: string]: ProtoNode };
  readonly fields?: { readonly [name: string]: { readonly type: string } };
  readonly values?: object;
  readonly methods?: { readonly [name: string]: ProtoMethod };
  readonly options?: { readonly [name: string]: unknown };
}

interface ProtoMethod {
  readonly requestType: string;
  readonly responseType: string;
  readonly options?: { readonly [name: string]: unknown };
}

/** `names` are full names of services and messages. Gives these and all that they refer to, other services aside. */
export function selectProtos(root: ProtoNode, names: readonly string[]): ProtoNode {
  const kept = new Map<string, ProtoNode>();
  const waiting = names.map((name) => ownerOf(root, name.split(".")));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const key = path.join(".");
    const node = nodeAt(root, path);
    if (kept.has(key) || node === undefined) continue;
    kept.set(key, node);
    for (const [name, scope] of referencesOf(node, path)) {
      const found = resolve(root, name, scope);
      if (found !== undefined) waiting.push(ownerOf(root, found));
    }
  }
  return tree([...kept]);
}

/** With the scope in which each name is to be looked up. */
function referencesOf(
  node: ProtoNode,
  path: readonly string[],
): readonly (readonly [string, readonly string[]])[] {
  const fields = Object.values(node.fields ?? {}).map(({ type }) => [type, path] as const);
  const methods = Object.values(node.methods ?? {}).flatMap(({ requestType, responseType, options = {} }) =>
    [
      requestType,
      responseType,
      options["(google.longrunning.operation_info).response_type"],
      options["(google.longrunning.operation_info).metadata_type"],
    ].flatMap((name) => (typeof name === "string" ? [[name, path] as const] : [])),
  );
  const nested = Object.entries(node.nested ?? {}).flatMap(([name, child]) =>
    referencesOf(child, [...path, name]),
  );
  return [...fields, ...methods, ...nested];
}

/** From the innermost scope outwards, as protobuf does; `undefined`: a scalar. */
function resolve(root: ProtoNode, name: string, scope: readonly string[]): readonly string[] | undefined {
  for (let depth = scope.length; depth >= 0; depth -= 1) {
    const path = [...scope.slice(0, depth), ...name.split(".").filter((part) => part !== "")];
    if (nodeAt(root, path) !== undefined) return path;
  }
  return undefined;
}

function nodeAt(root: ProtoNode, path: readonly string[]): ProtoNode | undefined {
  return path.reduce<ProtoNode | undefined>((node, part) => node?.nested?.[part], root);
}

/** A nested message comes with the outermost message around it. */
function ownerOf(root: ProtoNode, path: readonly string[]): readonly string[] {
  const depth = path.findIndex((_, index) => {
    const node = nodeAt(root, path.slice(0, index + 1));
    return node?.fields !== undefined || node?.values !== undefined || node?.methods !== undefined;
  });
  return depth === -1 ? path : path.slice(0, depth + 1);
}

function tree(nodes: readonly (readonly [string, ProtoNode])[]): ProtoNode {
  interface Namespace {
    readonly nested: { [name: string]: ProtoNode };
  }
  const root: Namespace = { nested: {} };
  for (const [key, node] of nodes) {
    const path = key.split(".");
    const name = path.pop() ?? key;
    let namespace = root;
    for (const part of path) {
      namespace.nested[part] ??= { nested: {} };
      namespace = namespace.nested[part] as Namespace; // only namespaces lie on the way to a node
    }
    namespace.nested[name] = node;
  }
  return root;
}
