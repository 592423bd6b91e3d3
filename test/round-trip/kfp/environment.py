"""Environment variables, and commands with text that needs care."""
from kfp import dsl


@dsl.container_component
def work(text: str):
    return dsl.ContainerSpec(
        image="example.com/work:1",
        command=["bash", "-euxo", "pipefail", "-c"],
        args=['for x in "$@"; do\n\techo "${x%%.*}" \'y\' `date` \\\n    | sed -e "s/\\//_/g"\ndone\n', "--", text, f"--text={text}", ""],
    )


@dsl.container_component
def silent():
    return dsl.ContainerSpec(image="example.com/silent:1")


@dsl.pipeline(name="environment")
def environment(level: str = "info"):
    first = work(text="a\nb")
    first.set_env_variable("LEVEL", "debug").set_env_variable("EMPTY", "").set_env_variable("JSON", '{"a": "it\'s"}')
    first.set_env_variable("NAME", dsl.PIPELINE_JOB_NAME_PLACEHOLDER)
    work(text="again").set_env_variable("LEVEL", "warn")
    silent()
    silent().set_debug_pause(before=True, on_error=True)
