"""Components that are told the settings of their task, and which of these also apply to the task itself."""
from kfp import dsl, kubernetes
from kfp.dsl import TaskConfig, TaskConfigField, TaskConfigPassthrough


@dsl.component(
    base_image="python:3.11",
    task_config_passthroughs=[
        TaskConfigField.RESOURCES,
        TaskConfigField.KUBERNETES_TOLERATIONS,
        TaskConfigField.KUBERNETES_NODE_SELECTOR,
        TaskConfigField.KUBERNETES_AFFINITY,
        TaskConfigPassthrough(field=TaskConfigField.ENV, apply_to_task=True),
        TaskConfigPassthrough(field=TaskConfigField.KUBERNETES_VOLUMES, apply_to_task=True),
    ],
)
def launch(nodes: int, config: TaskConfig):
    print(nodes, config)


@dsl.component(base_image="python:3.11", task_config_passthroughs=[TaskConfigField.RESOURCES])
def small(config: TaskConfig, text: str = "a"):
    print(text, config)


@dsl.pipeline(name="task-config")
def task_config(claim: str = "claim"):
    launched = launch(nodes=2).set_cpu_limit("2").set_memory_request("4Gi").set_env_variable("MODE", "fast")
    kubernetes.mount_pvc(launched, pvc_name=claim, mount_path="/data")
    kubernetes.add_node_selector(launched, label_key="pool", label_value="gpu")
    small().set_cpu_limit("1")
