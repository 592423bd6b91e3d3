// Names of programs -> what they do to the world outside a build, as their manuals say it.
import {
  bazelTargets,
  gradleTasks,
  mavenPhases,
  packageScripts,
  packagesPublish,
  registryTools,
  vercel,
} from "./build-programs.ts";
import {
  bqChanges,
  gcloudChanges,
  goesToStorage,
  gsutilChanges,
  skopeoPushes,
  terraform,
} from "./cloud-programs.ts";
import { type Outside, anyOf, dryRun, line, verbs, words } from "./program-call.ts";

/** Programs whose calls publish, deploy, or change something else outside. */
export const outside: ReadonlyMap<string, Outside> = new Map<string, Outside>([
  ["gcloud", gcloudChanges],
  ["gsutil", gsutilChanges],
  [
    "kubectl",
    verbs({
      publish: `annotate apply attach auth+reconcile autoscale certificate cordon cp create debug delete drain edit exec expose
        label patch replace rollout run scale set taint uncordon`,
      harmless: `api-resources api-versions auth cluster-info completion config describe diff explain get kustomize logs
        options plugin port-forward rollout+history rollout+status top version wait`,
      dry: /(?:^| )--(?:dry-run(?!=none)|local(?!=false))/,
    }),
  ],
  [
    "helm",
    verbs({
      publish: "cm-push delete install push registry+push rollback s3+push gcs+push test uninstall upgrade",
      harmless: `completion create dep dependency diff env fetch gcs get help history inspect lint list ls package plugin
        pull registry repo s3 search show status template unittest verify version`,
      dry: dryRun,
    }),
  ],
  ["gke-deploy", verbs({ publish: "apply run", harmless: "prepare version help" })],
  ...["terraform", "tofu", "terragrunt"].map((name) => [name, terraform] as const),
  [
    "pulumi",
    verbs({
      publish: "cancel config+set destroy import refresh stack+init stack+rm stack+import state up update",
      harmless: "about config install login logout logs new plugin preview stack version whoami",
    }),
  ],
  [
    "firebase",
    verbs({
      publish:
        "deploy hosting:channel:deploy hosting:clone hosting:disable functions:delete functions:config:set",
      harmless: `apps:list emulators:exec emulators:export emulators:start functions:config:get help login projects:list
        setup:emulators:firestore setup:emulators:database use`,
    }),
  ],
  [
    "skaffold",
    (call) => {
      if (call.words[0] === "build") return !/--push=false/.test(call.line);
      return verbs({
        publish: "run deploy dev debug delete apply",
        harmless: "config diagnose fix help init options render schema test verify version",
      })(call);
    },
  ],
  ["ko", line(/^(?!.*(?:--push=false|--local|-L\b)).*\b(?:build|publish|apply|create|resolve|run)\b/)],
  ["pack", line(/--publish(?!=false)/)],
  ["buildctl", line(/push=true|type=registry|--export-cache/)],
  ["buildah", anyOf("push")],
  ["skopeo", skopeoPushes],
  ["crane", registryTools],
  ["gcrane", registryTools],
  ["regctl", line(/\b(?:copy|import|delete|put|set|mod)\b/)],
  ["oras", anyOf("attach blob copy cp delete push tag")],
  ["cosign", anyOf("attach attest clean copy sign upload")],
  ["notation", anyOf("sign")],
  ["git", verbs({ publish: "push subtree+push lfs+push send-email", harmless: "all else", dry: dryRun })],
  ["gh", line(/\b(?:create|edit|upload|delete|merge|close|comment|run|set|sync|review)\b/)],
  ["goreleaser", line(/^(?!.*(?:--snapshot|--skip[ =-]publish)).*\brelease\b/)],
  ...["bazel", "bazelisk"].map((name) => [name, bazelTargets] as const),
  ...["mvn", "mvnw"].map((name) => [name, mavenPhases] as const),
  ...["gradle", "gradlew"].map((name) => [name, gradleTasks] as const),
  ...["npm", "yarn", "pnpm"].map((name) => [name, packageScripts] as const),
  ...["cargo", "lerna", "poetry", "uv", "flit", "hatch", "pdm"].map(
    (name) => [name, packagesPublish] as const,
  ),
  ...["sbt", "changeset"].map((name) => [name, anyOf("publish unpublish publishSigned", dryRun)] as const),
  [
    "fastlane",
    (call) => {
      if (/deliver|pilot|supply|upload|beta|release|deploy|publish|appstore/i.test(call.words.join(" ")))
        return true;
      return call.words.every((lane) => /^(?:ios|android|mac|scan|lint|gym|tests?|unit_tests?)$/.test(lane))
        ? false
        : undefined;
    },
  ],
  ["twine", anyOf("upload")],
  ["gem", anyOf("push yank")],
  ["nuget", anyOf("push delete")],
  [
    "dotnet",
    (call) => {
      if (/\bnuget (?:push|delete)\b/.test(call.line)) return true;
      if (call.words[0] === "publish") return /container|PublishProfile/i.test(call.line) ? undefined : false;
      return verbs({
        publish: "nuget+push",
        harmless: "add build clean format list msbuild new nuget pack restore sln test tool vstest workload",
      })(call);
    },
  ],
  ["conan", anyOf("upload")],
  ["semantic-release", line(/^(?!.*--dry-run)/)],
  ["release-it", line(/^(?!.*--dry-run)/)],
  ["bq", bqChanges],
  [
    "aws",
    (call) => {
      const [group, ...rest] = call.words;
      if (group === "s3" && /^(?:cp|sync)$/.test(rest[0] ?? "")) return goesToStorage(rest);
      return /\b(?:cp|sync|mv|rm|put-|create-|update-|delete-|deploy|push|publish|invoke|run-)/.test(
        call.line,
      );
    },
  ],
  ["az", line(/\b(?:create|update|delete|deploy|push|upload|import|build|set|start|stop|restart)\b/)],
  ["rclone", anyOf("copy copyto delete move moveto purge rcat sync")],
  ["cdk", anyOf("bootstrap deploy destroy import")],
  ["cf", anyOf("push delete start stop restart")],
  ...["serverless", "sls", "netlify", "wrangler", "flyctl", "fly", "now"].map(
    (name) => [name, anyOf("deploy publish remove")] as const,
  ),
  ["vercel", vercel],
  ["heroku", line(/push|release|deploy|restart|set/)],
  ["argocd", anyOf("create delete patch rollback set sync")],
  ["flux", anyOf("bootstrap create delete push reconcile tag")],
  ["ansible-playbook", line(/^(?!.*(?:--check|--syntax-check|--list-))/)],
]);

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
    bandit rubocop brakeman nyc c8 mdbook terser webpack vite rollup tap ava black eslint flake8 hadolint isort jest mocha mypy nox playwright prettier pylint pyright pytest ruff shellcheck
    tox trivy grype syft vitest yamllint cypress tflint tfsec checkov kubeconform kubeval kustomize conftest opa
    container-structure-test codespell markdownlint phpunit phpcs phpstan stylelint unittest coverage
    gpg gpgconf hugo jekyll mkdocs sphinx-build bats kind minikube dockerize wait-for-it.sh dumb-init tini lscpu
    git curl wget host free mount
  `),
);

/** Run a program's file, or text: of what that does nothing is known. */
export const interpreters: ReadonlySet<string> = new Set(
  words("bun deno java node nodejs perl php python python2 python3 Rscript ruby scala swift ts-node tsx"),
);

/** Run the program behind these words, as `poetry run pytest`. */
export const launchers: ReadonlyMap<string, RegExp> = new Map([
  ["npx", /^/],
  ["bundle", /^exec$/],
  ...["poetry", "uv", "pipenv", "pdm", "hatch", "conda"].map((name) => [name, /^run$/] as const),
  ...["npm", "yarn", "pnpm"].map((name) => [name, /^(?:exec|dlx|x)$/] as const),
]);

/** Verbs of programs that run others by some verbs, and of interpreters, that build, test and look. */
export const testing: ReadonlyMap<string, RegExp> = new Map([
  [
    "go",
    /^(?:build|clean|doc|env|fix|fmt|generate|get|install|list|mod|telemetry|test|tool|version|vet|work)$/,
  ],
  ["bundle", /^(?:add|check|clean|config|info|install|list|lock|outdated|package|show|update|audit)$/],
  ["bundler", /^(?:check|config|install|update)$/],
  [
    "rake",
    /^(?:tests?|spec|lint|rubocop|build|check|default|db:(?:create|migrate|schema:load|setup|test:prepare))(?:[:_]|$)/,
  ],
  [
    "composer",
    /^(?:install|update|require|validate|audit|check-platform-reqs|dump-autoload|test|config|show)$/,
  ],
  [
    "mix",
    /^(?:test|deps\.\w+|compile|format|credo|dialyzer|local\.\w+|hex\.audit|ecto\.(?:create|migrate|setup))$/,
  ],
  ["pipenv", /^(?:check|clean|graph|install|lock|sync|verify|requirements)$/],
  ["conda", /^(?:activate|config|create|env|info|init|install|list|update)$/],
  ["bun", /^(?:add|build|i|install|test|pm|update|remove)$/],
  ["deno", /^(?:bench|cache|check|compile|coverage|doc|fmt|info|install|lint|test)$/],
  ["swift", /^(?:build|test|package|format)$/],
]);
