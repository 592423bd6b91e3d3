// Numbers the groups of a pipeline as the DSL does while it records them, and keeps only names that differ from that.
import type { Branch, GraphNode, GroupSettings } from "../dsl/graph.ts";

/** Names that the DSL would give by itself are dropped. */
export function numberGroups(nodes: readonly GraphNode[]): readonly GraphNode[] {
  return numberNodes(nodes, { last: 0 });
}

interface Counter {
  last: number;
}

function numberNodes(nodes: readonly GraphNode[], counter: Counter): readonly GraphNode[] {
  return nodes.map((node) => numberNode(node, counter));
}

function numberNode(node: GraphNode, counter: Counter): GraphNode {
  switch (node.kind) {
    case "task":
      return node;
    case "loop": {
      const { itemName, ...rest } = node;
      const items = node.items.kind === "constant" ? { ...node.items, number: next(counter) } : node.items;
      const number = next(counter);
      const isDefault = items.kind === "constant" && itemName === `loop-item-param-${items.number}`;
      return {
        ...rest,
        number,
        items,
        ...(itemName !== undefined && !isDefault && { itemName }),
        settings: named(node.settings, `for-loop-${number}`),
        body: { ...node.body, nodes: numberNodes(node.body.nodes, counter) },
      };
    }
    case "exitHandler": {
      const onExit = numberNodes(node.onExit, counter);
      const number = next(counter);
      return {
        ...node,
        number,
        onExit,
        settings: named(node.settings, `exit-handler-${number}`),
        body: { ...node.body, nodes: numberNodes(node.body.nodes, counter) },
      };
    }
    case "branches":
      return numberBranches(node, counter);
    default:
      return node satisfies never;
  }
}

/** The first of several gets its own number only after its body was recorded. */
function numberBranches(node: GraphNode & { readonly kind: "branches" }, counter: Counter): GraphNode {
  const number = next(counter);
  const isChain = node.branches.length > 1;
  const branches = node.branches.map((branch, index): Branch => {
    const own = index === 0 ? number : next(counter);
    const body = { ...branch.body, nodes: numberNodes(branch.body.nodes, counter) };
    const final = index === 0 && isChain ? next(counter) : own;
    return { ...branch, number: final, settings: named(branch.settings, `condition-${final}`), body };
  });
  return { ...node, number, branches, settings: named(node.settings, `condition-branches-${number}`) };
}

function next(counter: Counter): number {
  counter.last += 1;
  return counter.last;
}

function named({ name, ...settings }: GroupSettings, usual: string): GroupSettings {
  return name === undefined || name === usual ? settings : { ...settings, name };
}
