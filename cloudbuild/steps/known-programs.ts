// Names of programs -> what they do to the world outside a build, as their manuals say it.

/** `words` are its arguments that are no options; `line` is all of them, with blanks between. */
export interface ProgramCall {
  readonly words: readonly string[];
  readonly line: string;
}

export type Outside = (call: ProgramCall) => boolean;

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** One of these verbs publishes. */
function verbs(text: string): Outside {
  const of = new Set(words(text));
  return (call) => call.words.some((word) => of.has(word));
}

/** All else than these verbs may change something. */
function allBut(text: string, dry?: RegExp): Outside {
  const of = new Set(words(text));
  return ({ words: [verb], line }) => verb !== undefined && !of.has(verb) && dry?.test(line) !== true;
}

function line(pattern: RegExp): Outside {
  return (call) => pattern.test(call.line);
}

const reads = new Set(
  words(`access auth cat check-iam-policy components config configure-docker du describe-rollout describe docker-helper
    get-credentials get-iam-policy get-server-config get-value help info init list list-tags log ls print-access-token
    print-identity-token read search search-all-resources show source stat tail version versions-list wait`),
);
const changes = new Set(
  words(`add add-iam-policy-binding add-tag apply call cancel create create-with-container delete deploy disable enable
    execute export import mv patch promote publish push remove replace reset resize restart rm rollback run-now send
    set set-iam-policy set-traffic start stop submit sync undelete update update-container update-traffic upload`),
);

/** gcloud's verbs stand behind its groups, and names of anything behind those. */
function gcloudChanges({ words: said }: ProgramCall): boolean {
  if (said.length === 0) return false;
  const copy = said.findIndex((word) => /^(?:cp|mv|rsync|scp)$/.test(word));
  if (said[0] === "storage" && copy >= 0) return goesToStorage(said);
  if (/^(?:auth|config|components|version|info|init|help)$/.test(said[0] ?? "")) return false;
  return !said.some((word) => reads.has(word)) || said.some((word) => changes.has(word));
}

function gsutilChanges({ words: said }: ProgramCall): boolean {
  const [verb] = said;
  if (/^(?:cp|mv|rsync)$/.test(verb ?? "")) return goesToStorage(said);
  return verb !== undefined && !/^(?:cat|du|hash|help|ls|stat|test|version|versions)$/.test(verb);
}

/** To a bucket, or to where a variable says. */
function goesToStorage(said: readonly string[]): boolean {
  return said.includes("mv") || /^(?:gs|s3):|\$/.test(said.at(-1) ?? "");
}

const publishTask = /(?:^|\s|:)(?:jib|deploy|upload|publish|bintray|dockerPush|pushImage)(?:\w*)(?=\s|$)/;

/** Programs whose calls publish, deploy, or change something else outside. */
export const outside: ReadonlyMap<string, Outside> = new Map<string, Outside>([
  ["gcloud", gcloudChanges],
  ["gsutil", gsutilChanges],
  [
    "kubectl",
    allBut(
      `api-resources api-versions auth cluster-info completion config describe diff explain get kustomize logs
       port-forward top version wait`,
      /(?:^| )--(?:dry-run(?!=none)|local(?!=false))/,
    ),
  ],
  [
    "helm",
    allBut(
      "completion dep dependency env get history lint list ls package plugin pull repo search show status template version",
      /(?:^| )--dry-run(?!=(?:none|false))/,
    ),
  ],
  ["gke-deploy", allBut("prepare version help")],
  ...["terraform", "tofu", "terragrunt"].map((name) => [name, terraform] as const),
  ["pulumi", allBut("preview version stack config login logout install about")],
  ["firebase", allBut("--version login help emulators:exec emulators:start projects:list use")],
  ["skaffold", line(/(?:^| )(?:build(?!.*--push=false)|run|deploy|dev|debug|delete|apply)(?: |$)/)],
  ["ko", line(/^(?!.*(?:--push=false|--local|-L\b)).*\b(?:build|publish|apply|create|resolve|run)\b/)],
  ["pack", line(/--publish(?!=false)/)],
  ["buildctl", line(/push=true|type=registry|--export-cache/)],
  ["buildah", verbs("push")],
  ["skopeo", line(/^(?:.* )?(?:copy .*docker:\/\/\S+(?: -\S+)*$|sync|delete)/)],
  ["crane", allBut("auth blob catalog config digest export help ls manifest pull validate version")],
  ["gcrane", allBut("auth blob catalog config digest export help ls manifest pull validate version")],
  ["regctl", line(/\b(?:copy|import|delete|put|set|mod)\b/)],
  ["oras", verbs("attach blob copy cp delete push tag")],
  ["cosign", verbs("attach attest clean copy sign upload")],
  ["notation", verbs("sign")],
  ["git", verbs("push")],
  ["gh", line(/\b(?:create|edit|upload|delete|merge|close|comment|run|set|sync|review)\b/)],
  ["goreleaser", line(/^(?!.*(?:--snapshot|--skip[ =-]publish)).*\brelease\b/)],
  ["bazel", line(/\brun\b.*(?:push|publish|deploy|upload|release)/i)],
  ...["mvn", "mvnw"].map(
    (name) => [name, line(/(?:^|\s)(?:deploy|\S+:(?:deploy|push|build|release|perform))(?=\s|$)/)] as const,
  ),
  ...["gradle", "gradlew"].map((name) => [name, line(publishTask)] as const),
  ...[
    "sbt",
    "cargo",
    "lerna",
    "poetry",
    "uv",
    "flit",
    "hatch",
    "pdm",
    "npm",
    "yarn",
    "pnpm",
    "changeset",
  ].map((name) => [name, verbs("publish unpublish deprecate dist-tag")] as const),
  ["twine", verbs("upload")],
  ["gem", verbs("push yank")],
  ["nuget", verbs("push delete")],
  ["dotnet", line(/\bnuget push\b/)],
  ["conan", verbs("upload")],
  ["semantic-release", line(/^(?!.*--dry-run)/)],
  ["release-it", line(/^(?!.*--dry-run)/)],
  ["bq", verbs("cp extract insert load mk mkdef partition rm update")],
  ["aws", line(/\b(?:cp|sync|mv|rm|put-|create-|update-|delete-|deploy|push|publish|invoke|run-)/)],
  ["az", line(/\b(?:create|update|delete|deploy|push|upload|import|build|set|start|stop|restart)\b/)],
  ["rclone", verbs("copy copyto delete move moveto purge rcat sync")],
  ["cdk", verbs("bootstrap deploy destroy import")],
  ["cf", verbs("push delete start stop restart")],
  ...["serverless", "sls", "netlify", "wrangler", "flyctl", "fly", "now"].map(
    (name) => [name, verbs("deploy publish remove")] as const,
  ),
  ["vercel", allBut("build dev env help inspect link list login logs ls pull whoami")],
  ["heroku", line(/push|release|deploy|restart|set/)],
  ["argocd", verbs("create delete patch rollback set sync")],
  ["flux", verbs("bootstrap create delete push reconcile tag")],
  ["ansible-playbook", line(/^(?!.*(?:--check|--syntax-check|--list-))/)],
]);

function terraform({ words: [verb], line: said }: ProgramCall): boolean {
  return (
    /^(?:apply|destroy|import|refresh|taint|untaint|force-unlock|run-all)$/.test(verb ?? "") ||
    /^state (?:mv|rm|push|replace-provider)/.test(said)
  );
}

/** Leave the world outside alone; of a shell, of a system, and what builds and tests. */
export const harmless: ReadonlySet<string> = new Set(
  words(`
    . : [ [[ alias bg break case cd command continue declare do done echo elif else esac eval exit export false fg fi for
    function getopts hash if in jobs let local mapfile popd printf pushd pwd read readarray readonly return select set
    shift shopt source test then time times trap true type typeset ulimit umask unset until wait while
    apk apt apt-get awk base64 basename cat chmod chown cksum clear cmp column comm cp cut date dd df diff dig dirname
    dpkg du dos2unix env envsubst expr fgrep file find fold getconf grep egrep groups gunzip gzip head hostname id
    install jq join kill less ln locale ls lsb_release md5sum mkdir mkfifo mktemp mv nl nproc od openssl paste patch ping
    printenv ps readlink realpath rev rm rmdir sed seq sha1sum sha256sum sha512sum shuf sleep sort split stat strings
    sync tail tar tee touch tr tsort tty uname unexpand uniq unlink unzip update-ca-certificates uuidgen wc which whoami
    xz yes yq yum dnf zip zcat nslookup netstat useradd usermod groupadd
    asdf bundle bundler clang clang-format clang-tidy cmake cpp ctest g++ gcc gfortran go gofmt golangci-lint javac java
    kotlinc ld ldconfig meson ninja node nodejs nvm npm npx perl php pip pip3 pipenv protoc buf python python2 python3 ruby
    rustc rustup rustfmt sbt swift scala scalac tsc ts-node tsx deno bun cargo dotnet mvn mvnw gradle gradlew bazel bazelisk
    yarn pnpm corepack poetry uv hatch pdm conda mamba composer rake rspec mix rebar3 elixir stack cabal ghc zig
    black eslint flake8 hadolint isort jest mocha mypy nox playwright prettier pylint pyright pytest ruff shellcheck
    tox trivy grype syft vitest yamllint cypress tflint tfsec checkov kubeconform kubeval kustomize conftest opa
    container-structure-test codespell markdownlint phpunit phpcs phpstan stylelint unittest coverage
    gpg gpgconf hugo jekyll mkdocs sphinx-build bats kind minikube dockerize wait-for-it.sh dumb-init tini lscpu
    git curl wget host free mount
  `),
);

/** Run what their arguments name: where those speak of publishing, nothing is known of it. */
export const runners: ReadonlySet<string> = new Set(
  words(`bun bundle bundler cargo composer deno dotnet go gradle gradlew java mix mvn mvnw node nodejs npm npx nox perl php
    pipenv pnpm poetry python python2 python3 rake ruby sbt swift tox ts-node tsx uv yarn source . hatch pdm`),
);
