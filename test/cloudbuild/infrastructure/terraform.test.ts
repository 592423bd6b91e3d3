// Writing Terraform JSON: texts and references in it, its layout, and everything that is refused before it is written.
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkModule } from "../../../cloudbuild/infrastructure/check-module.ts";
import { googleProvider } from "../../../cloudbuild/infrastructure/resource-types.ts";
import {
  data,
  mapAwayFromDefault,
  type Module,
  ref,
  refIfMade,
  type Resource,
  resource,
  templateOf,
  text,
  valueOf,
  variable,
} from "../../../cloudbuild/infrastructure/terraform.ts";
import { writeModule } from "../../../cloudbuild/infrastructure/write-module.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import "../../property-seed.ts";

const empty: Module = {
  comment: "A test.",
  requiredVersion: ">= 1.6.0",
  requiredProviders: { google: googleProvider },
  providers: {},
  variables: [],
  data: [],
  resources: [],
  outputs: [],
};
const topic = (name: string, after: readonly Resource[] = []): Resource<"google_pubsub_topic"> =>
  resource("google_pubsub_topic", name, { name: `the-${name}` }, { after });
const image = variable("image", { type: "string", description: "An image.", default: "" });

const messagesOf = (module: Partial<Module>): readonly string[] =>
  checkModule({ ...empty, ...module }).map(({ code, message }) => `${code} ${message}`);

test("plain text is never evaluated", () => {
  expect(templateOf("a ${b} %{c} $d $${e} 100%")).toBe("a $${b} %%{c} $d $$${e} 100%");
});

test("a reference is evaluated, and the text around it is not", () => {
  const project = data("google_project", "this", {});
  const made = text`\${x}-${ref(project, "number")}-${"${y}"}`;
  expect(made.template).toBe("$${x}-${data.google_project.this.number}-$${y}");
  expect(made.references).toEqual([{ address: "data.google_project.this", attribute: "number" }]);
});

test("a map with more in it where a variable is not its default; plain text is not evaluated there either", () => {
  const always = { _A: '${B} "c" \\' };
  const map = mapAwayFromDefault(image, { _I: text`${valueOf(image)}-x` }, always);
  expect(map).toEqual({
    kind: "expression",
    template: '${merge(var.image == "" ? {} : {"_I" = "${var.image}-x"}, {"_A" = "$${B} \\"c\\" \\\\"})}',
    references: [{ address: "var.image" }, { address: "var.image" }],
  });
  expect(() => mapAwayFromDefault(image, { _I: text`"${valueOf(image)}"` }, {})).toThrow(
    '"${var.image}": cannot stand between quotes',
  );
});

test("of any plain text, Terraform reads what was written", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("$", "%", "{", "}", "a", "$${", "%{") }), (plain) => {
      expect(evaluated(templateOf(plain))).toBe(plain);
    }),
  );
});

/** As Terraform reads a template: a sequence to escape is `${` or `%{` with its first character before it. */
function evaluated(template: string): string {
  let value = "";
  for (let at = 0; at < template.length;) {
    const three = template.slice(at, at + 3);
    if (three === "$${" || three === "%%{") {
      value += three.slice(1);
      at += 3;
    } else {
      if (/^[$%]\{/.test(three)) throw new Error(`evaluates at ${at}: ${template}`);
      value += template[at++];
    }
  }
  return value;
}

test("a configuration with one of each", () => {
  const service = resource(
    "google_pubsub_topic",
    "made_sometimes",
    { name: valueOf(image), message_storage_policy: { allowed_persistence_regions: ["b", "a"] } },
    { when: [image], after: [topic("uploads")], ignoreChanges: ["labels"] },
  );
  const pattern = { matches: /^\d+$/, message: "Give a number." };
  const port = variable("port", { type: "string", description: "A port: ${x}", pattern });
  const written = writeModule({
    ...empty,
    providers: { google: { project: valueOf(port) } },
    variables: [port, image],
    data: [data("google_project", "this", {})],
    resources: [topic("uploads"), service],
    outputs: [{ name: "topic", description: "It.", value: refIfMade(service, "id") }],
  });
  expect(written).toBe(`{
  "//": "A test.",
  "data": {
    "google_project": {
      "this": {}
    }
  },
  "output": {
    "topic": {
      "description": "It.",
      "value": "\${one(google_pubsub_topic.made_sometimes[*].id)}"
    }
  },
  "provider": {
    "google": {
      "project": "\${var.port}"
    }
  },
  "resource": {
    "google_pubsub_topic": {
      "made_sometimes": {
        "count": "\${var.image != \\"\\" ? 1 : 0}",
        "depends_on": ["google_pubsub_topic.uploads"],
        "lifecycle": {
          "ignore_changes": ["labels"]
        },
        "message_storage_policy": {
          "allowed_persistence_regions": ["b", "a"]
        },
        "name": "\${var.image}"
      },
      "uploads": {
        "name": "the-uploads"
      }
    }
  },
  "terraform": {
    "required_providers": {
      "google": {
        "source": "hashicorp/google",
        "version": "6.50.0"
      }
    },
    "required_version": ">= 1.6.0"
  },
  "variable": {
    "image": {
      "default": "",
      "description": "An image.",
      "nullable": false,
      "type": "string"
    },
    "port": {
      "description": "A port: $\${x}",
      "nullable": false,
      "type": "string",
      "validation": {
        "condition": "\${can(regex(\\"^\\\\\\\\d+$\\", var.port))}",
        "error_message": "Give a number."
      }
    }
  }
}
`);
});

test("BAD_NAME", () => {
  expect(messagesOf({ resources: [topic("the-topic")] })).toEqual([
    'BAD_NAME google_pubsub_topic.the-topic: "the-topic" is no name. Use small letters, digits and underscores.',
  ]);
});

test("DUPLICATE_ADDRESS", () => {
  expect(messagesOf({ resources: [topic("a"), topic("b"), topic("a")] })).toEqual([
    "DUPLICATE_ADDRESS google_pubsub_topic.a: is declared 2 times. Give each another name.",
  ]);
});

test("UNDECLARED_REFERENCE", () => {
  const outputs = [{ name: "it", description: "It.", value: ref(topic("a"), "id") }];
  expect(messagesOf({ outputs, resources: [topic("b", [topic("c")])] })).toEqual([
    "UNDECLARED_REFERENCE google_pubsub_topic.b: refers to google_pubsub_topic.c, which is not declared. Declare it, or take the reference away.",
    "UNDECLARED_REFERENCE output.it: refers to google_pubsub_topic.a, which is not declared. Declare it, or take the reference away.",
  ]);
});

test("REFERENCE_CYCLE", () => {
  const resources = [topic("a", [topic("b")]), topic("b", [topic("c")]), topic("c", [topic("a")])];
  expect(messagesOf({ resources })).toEqual([
    "REFERENCE_CYCLE google_pubsub_topic.a: google_pubsub_topic.a needs google_pubsub_topic.b, which needs google_pubsub_topic.c, which needs google_pubsub_topic.a. Take one of these references away.",
  ]);
});

test("CONDITIONAL_REFERENCE", () => {
  const sometimes = resource("google_pubsub_topic", "sometimes", { name: "x" }, { when: [image] });
  const body = { name: "s", topic: ref(sometimes, "id") };
  const always = resource("google_pubsub_subscription", "always", body);
  const resources = [sometimes, always];
  expect(messagesOf({ variables: [image], resources })).toEqual([
    "CONDITIONAL_REFERENCE google_pubsub_subscription.always: refers to google_pubsub_topic.sometimes, which is only made where var.image is set. Give it the same condition.",
  ]);
  const alike = resource("google_pubsub_subscription", "always", body, { when: [image] });
  expect(messagesOf({ variables: [image], resources: [sometimes, alike] })).toEqual([]);
});

test("UNUSED_VARIABLE", () => {
  expect(messagesOf({ variables: [image] })).toEqual([
    "UNUSED_VARIABLE var.image: is used nowhere. Use it, or take it away.",
  ]);
});

test("PLAIN_SECRET", () => {
  const key = variable("key", { type: "string", description: "A key.", sensitive: true, default: "k" });
  const outputs = [{ name: "it", description: "It.", value: valueOf(key), sensitive: true }];
  expect(messagesOf({ variables: [key], outputs })).toEqual([
    "PLAIN_SECRET var.key: is sensitive and has a default. Take the default away.",
  ]);
});

test("what is wrong is said all at once, and nothing is written", () => {
  const attempt = () => writeModule({ ...empty, variables: [image], resources: [topic("B")] });
  expect(attempt).toThrow(
    new UserError(
      "INFRASTRUCTURE_INVALID",
      'google_pubsub_topic.B: "B" is no name. Use small letters, digits and underscores.\n' +
        "var.image: is used nowhere. Use it, or take it away.",
    ),
  );
});

test("an argument, a required one and an attribute that are not the resource's do not compile", () => {
  // @ts-expect-error: there is no "nam"
  resource("google_pubsub_topic", "a", { nam: "x" });
  // @ts-expect-error: "topic" is missing
  resource("google_pubsub_subscription", "a", { name: "x" });
  // @ts-expect-error: a topic has no "email"
  ref(topic("a"), "email");
  // @ts-expect-error: a bucket is never open to the public
  resource("google_storage_bucket", "a", { public_access_prevention: "inherited" });
  expect(true).toBe(true);
});
