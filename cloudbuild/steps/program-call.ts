// The words of a command -> the call of a program, without its options and their values; and tables of verbs that look at it.

/** `words` are its arguments that are no options nor their values; `line` is all of them, with blanks between. */
export interface ProgramCall {
  readonly words: readonly string[];
  readonly line: string;
}

/** Undefined: neither known to change something nor known not to. */
export type Outside = (call: ProgramCall) => boolean | undefined;

export const words = (text: string): readonly string[] => text.trim().split(/\s+/);

interface Verbs {
  /** Each one word or two: the longer counts. */
  readonly publish: string;
  readonly harmless: string | "all else";
  /** Options with which it only says what it would do. */
  readonly dry?: RegExp;
}

export function verbs({ publish, harmless: others, dry }: Verbs): Outside {
  const split = (text: string): ReadonlySet<string> =>
    new Set(words(text).map((verb) => verb.replace("+", " ")));
  const [publishing, leaving] = [split(publish), split(others)];
  return ({ words: [verb, next = ""], line: said }) => {
    if (verb === undefined || dry?.test(said) === true) return false;
    for (const name of [`${verb} ${next}`, verb]) {
      if (publishing.has(name)) return true;
      if (leaving.has(name)) return false;
    }
    return others === "all else" && !verb.includes("$") ? false : undefined;
  };
}

/** One of these words, wherever it stands, publishes. */
export function anyOf(text: string, dry?: RegExp): Outside {
  const of = new Set(words(text));
  return (call) => dry?.test(call.line) !== true && call.words.some((word) => of.has(word));
}

export function line(pattern: RegExp): Outside {
  return (call) => pattern.test(call.line);
}

export const dryRun = /(?:^| )--dry-run(?!=(?:none|false))/;

/** Options whose value is a word of its own. */
const valued: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    gcloud: `--project --account --configuration --format --filter --verbosity --region --zone --location --limit
      --impersonate-service-account --billing-project --flags-file --sort-by --page-size --cache-control --content-type
      --exclude --include --trace-token --access-token-file --gzip-in-flight --manifest-path --storage-class -x -j -J -z -Z`,
    gsutil: "-o -h -i -u -a -j -x -z -L -s -t",
    kubectl: `-n --namespace -f --filename -k --kustomize -o --output -l --selector --context --kubeconfig --cluster --user -s
      --server --token --timeout -c --container --field-selector --as --as-group --request-timeout --cache-dir -v --v
      --certificate-authority --client-key --client-certificate --for --profile`,
    helm: `-n --namespace --kube-context --kubeconfig -f --values --set --set-string --set-file --version --repo --timeout
      --kube-apiserver --kube-token --registry-config --repository-config --repository-cache --burst-limit`,
    terragrunt: `--terragrunt-working-dir --terragrunt-config --terragrunt-source --working-dir --config --terragrunt-tfpath
      --terragrunt-log-level --log-level --terragrunt-include-dir --terragrunt-exclude-dir --queue-include-dir
      --queue-exclude-dir --terragrunt-download-dir --terragrunt-iam-role --terragrunt-parallelism --parallelism`,
    terraform: "",
    pulumi: "-s --stack -C --cwd --config-file -c --config --color -v --profiling --tracing -m --message",
    firebase:
      "--project -P --config -c --token --account --only --except --import --export-on-exit -m --message",
    skaffold:
      "-p --profile -f --filename -d --default-repo -n --namespace -t --tag --kubeconfig --kube-context -m --module",
    crane: "--platform",
    gcrane: "--platform",
    skopeo: `--authfile --src-authfile --dest-authfile --src-creds --dest-creds --creds -f --format --policy --registries.d
      --override-arch --override-os --override-variant --command-timeout --src-cert-dir --dest-cert-dir --digestfile
      --src-tls-verify --sign-by --src-username --src-password --dest-username --dest-password --retry-times`,
    bq: `--project_id --dataset_id --location --format --job_id --max_rows -n --parameter --bigqueryrc --credential_file
      --maximum_bytes_billed --start_row`,
    git: `-C -c --git-dir --work-tree --namespace --exec-path`,
    npm: "--prefix -w --workspace -C --registry --tag --access --loglevel --userconfig --cache",
    yarn: "--cwd --registry --network-timeout --cache-folder --mutex",
    pnpm: "--filter -F -C --dir --registry --prefix --reporter",
    mvn: "-f --file -pl --projects -P --activate-profiles -s --settings -gs -T --threads -rf -D -l --log-file -t",
    gradle:
      "-x --exclude-task -p --project-dir -b --build-file -c --settings-file -I --init-script -g --tests --console",
    bazel: "-c --config --output_base --output_user_root --bazelrc -j --jobs",
    vercel:
      "-t --token -S --scope -A --local-config --cwd -Q --global-config -e --env -b --build-env -m --meta --target",
    cargo: "--manifest-path -p --package --target --features -F --color --config -Z -j --jobs --profile",
    fastlane: "--env",
    aws: "--region --profile --output --endpoint-url --acl --exclude --include --cache-control --content-type",
  }).map(([name, text]) => [name, new Set(words(text))] as const),
);

export function callOf(name: string, texts: readonly string[]): ProgramCall {
  const values = valued.get(aliases.get(name) ?? name);
  const said = texts.filter(
    (text, at) => !text.startsWith("-") && !(at > 0 && values?.has(texts[at - 1] ?? "") === true),
  );
  return { words: said, line: texts.join(" ") };
}

const aliases: ReadonlyMap<string, string> = new Map([
  ["mvnw", "mvn"],
  ["gradlew", "gradle"],
  ["bazelisk", "bazel"],
]);
