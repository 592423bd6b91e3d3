// The command lines that KFP's compilers write for Python components, in their different versions.

const pipCheck =
  '\nif ! [ -x "$(command -v pip)" ]; then\n' +
  "    python3 -m ensurepip || python3 -m ensurepip --user || apt-get install python3-pip\nfi\n\n";
const pip = "python3 -m pip install --quiet --no-warn-script-location ";

/** One `pip install` for each of the texts, as they stand in the line. */
export function installing(...packages: readonly string[]): string {
  const installs = packages.map((each) => pip + each).join("  &&  ");
  return `${pipCheck}PIP_DISABLE_PIP_VERSION_CHECK=1 ${installs} && "$0" "$@"\n`;
}

export const kfpPackage = `'kfp==2.15.2' '--no-deps' 'typing-extensions>=3.7.4,<5; python_version<"3.9"'`;

/** `use_venv=True`. */
export const inVirtualEnvironment =
  `${pipCheck}PIP_DISABLE_PIP_VERSION_CHECK=1 \nexport PIP_DISABLE_PIP_VERSION_CHECK=1\ntmp=$(mktemp -d)\n` +
  `python3 -m venv "$tmp/venv" --system-site-packages\n. "$tmp/venv/bin/activate"\n ${pip}${kfpPackage} && "$0" "$@"\n`;

const programs = {
  "kfp.dsl.executor_main":
    'program_path=$(mktemp -d)\n\nprintf "%s" "$0" > "$program_path/ephemeral_component.py"\n' +
    "_KFP_RUNTIME=true python3 -m kfp.dsl.executor_main                         --component_module_path                         " +
    '"$program_path/ephemeral_component.py"                         "$@"\n',
  "kfp.v2.components.executor_main":
    'program_path=$(mktemp -d)\nprintf "%s" "$0" > "$program_path/ephemeral_component.py"\n' +
    "python3 -m kfp.v2.components.executor_main                         --component_module_path                         " +
    '"$program_path/ephemeral_component.py"                         "$@"\n',
} as const;

/** What runs the function once packages are installed. */
export function running(source: string, module: keyof typeof programs = "kfp.dsl.executor_main"): string[] {
  return ["sh", "-ec", programs[module], source];
}
