// Plain text of YAML -> the number, truth or nothing that PyYAML takes it for; dates and binary data stay text.
import type { ScalarTag, Tags } from "yaml";

export const stringTag = "tag:yaml.org,2002:str";
export const floatTag = "tag:yaml.org,2002:float";

/** For the library's `customTags`: its own of YAML 1.1 but mappings, lists and merges give way to these. */
export function pyYamlTags(tags: Tags): Tags {
  const collections = tags.filter((tag) => tag === "map" || tag === "seq" || isCollection(tag));
  return [...collections, text, nothing, truth, integer, number, "merge"];
}

function isCollection(tag: Tags[number]): boolean {
  return typeof tag === "object" && /^tag:yaml.org,2002:(map|seq)$/.test(tag.tag);
}

const text: ScalarTag = { tag: stringTag, default: true, resolve: (value) => value };

const nothing: ScalarTag = {
  tag: "tag:yaml.org,2002:null",
  default: true,
  test: /^(~|null|Null|NULL|)$/,
  resolve: () => null,
};

const truth: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  test: /^(yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  resolve: (value) => /^(yes|true|on)$/i.test(value),
};

const integer: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  test: /^([-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(0|[1-9][\d_]*)|[-+]?0x[\da-fA-F_]+|[-+]?[1-9][\d_]*(:[0-5]?\d)+)$/,
  resolve: (value) => integerOf(value.replaceAll("_", "")),
};

const number: ScalarTag = {
  tag: floatTag,
  default: true,
  test: /^([-+]?\d[\d_]*\.[\d_]*([eE][-+]\d+)?|[-+]?\.[\d][\d_]*([eE][-+]\d+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
  resolve: (value) => floatOf(value.replaceAll("_", "").toLowerCase()),
};

function integerOf(value: string): number {
  const sign = value.startsWith("-") ? -1 : 1;
  const digits = value.replace(/^[-+]/, "");
  if (digits.includes(":")) return sign * digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return sign * Number(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

function floatOf(value: string): number {
  if (value.endsWith(".inf")) return value.startsWith("-") ? -Infinity : Infinity;
  return value === ".nan" ? NaN : Number(value);
}
