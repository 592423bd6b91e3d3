"""A workspace for the run, with the claim's own settings, and its path in constants."""
from kfp import dsl


@dsl.container_component
def work(path: str, settings: dict = {}):
    return dsl.ContainerSpec(image="example.com/work:1", args=[path, "{{$.workspace_path}}/tmp", settings])


@dsl.pipeline(
    name="workspace",
    pipeline_config=dsl.PipelineConfig(
        workspace=dsl.WorkspaceConfig(
            size="25Gi",
            kubernetes=dsl.KubernetesWorkspaceConfig(
                pvcSpecPatch={
                    "storageClassName": "fast",
                    "accessModes": ["ReadWriteMany"],
                    "selector": {"matchLabels": {"tier": "gold"}},
                },
            ),
        ),
    ),
)
def workspace(name: str = "run"):
    work(path=dsl.WORKSPACE_PATH_PLACEHOLDER)
    work(path=f"{dsl.WORKSPACE_PATH_PLACEHOLDER}/{name}/data", settings={"at": dsl.WORKSPACE_PATH_PLACEHOLDER})
    with dsl.If(name == "run"):
        work(path=dsl.WORKSPACE_PATH_PLACEHOLDER)
