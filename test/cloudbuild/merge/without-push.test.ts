import fc from "fast-check";
import { expect, test } from "vitest";
import "../../property-seed.ts";
import { withoutPush } from "../../../cloudbuild/merge/without-push.ts";
import { knownValues } from "../../../cloudbuild/steps/known-values.ts";
import { commandsOf } from "../../../cloudbuild/steps/step-commands.ts";

const removal = { values: [knownValues({})], isRead: () => false };

const linesOf = (script: string): readonly string[] =>
  commandsOf({ name: "bash", script }, 0).map(({ words }) => words.map(({ text }) => text).join(" "));

const pushing = ["--push", '"--push"', "--push=true", "-o type=registry", "--output='type=image,push=true'"];
const writing = ["--cache-to type=inline", "--cache-to=type=inline", '--cache-to \\\n "type=inline"'];
const staying = ["--tag r/p/a", "-t 'r/p/b c'", "--cache-from=x", "--progress \\\n plain", '--label "a=$B"'];

test("whatever stands around it, all that pushes goes, and every other word stays in its place", () => {
  const options = fc.array(fc.constantFrom(...pushing, ...writing, ...staying), { maxLength: 6 });
  const around = fc.constantFrom(
    "X",
    "(X)",
    "if a; then X; fi",
    "b && X | tee log",
    "{ X; } 2>&1",
    "c\nX & d",
  );
  fc.assert(
    fc.property(options, around, (said, frame) => {
      const build = (of: readonly string[]): string =>
        frame.replace("X", () => `docker buildx build ${of.join(" ")} .`);
      const removed = withoutPush({ name: "bash", script: build(said) }, removal);
      const left = said
        .filter((option) => !writing.includes(option))
        .map((option) => (pushing.includes(option) ? "--output=type=cacheonly" : option));
      const script = removed.kind === "changed" ? removed.step.script : build(said);
      expect(removed.kind).toBe(left.join() === said.join() ? "same" : "changed");
      expect(linesOf(script ?? "")).toEqual(linesOf(build(left)));
    }),
  );
});

test("what cannot be taken out surely is refused, with the reason", () => {
  const scripts = [
    "docker buildx build $PUSH .",
    "bash -c 'docker buildx build --push .'",
    "docker buildx build -qo type=registry .",
    'docker buildx build --output="$OUT" .',
    "FLAGS='--push .'; docker buildx build $FLAGS",
    "/kaniko/executor -d a",
  ];
  expect(scripts.map((script) => withoutPush({ name: "bash", script }, removal))).toEqual([
    { kind: "same" },
    ...[
      "--push cannot be taken out of its text",
      "-qo type=registry may have it push",
      "--output=$OUT may have it push",
      "$FLAGS may have it push",
      "it pushes images",
    ].map((why) => ({ kind: "refused", why })),
  ]);
});
