"""Secrets and config maps, as variables and as volumes, by constant names, parameters and outputs of tasks."""
from kfp import dsl, kubernetes


@dsl.container_component
def work():
    return dsl.ContainerSpec(image="example.com/work:1")


@dsl.container_component
def find(name: dsl.OutputPath(str)):
    return dsl.ContainerSpec(image="example.com/find:1", args=[name])


@dsl.pipeline(name="kubernetes-secrets")
def kubernetes_secrets(secret: str = "s", config: str = "c", pull: str = "p"):
    found = find()
    a = work()
    kubernetes.use_secret_as_env(a, secret_name="login", secret_key_to_env={"user": "USER", "password": "PASSWORD"})
    kubernetes.use_secret_as_volume(a, secret_name="key", mount_path="/key")
    kubernetes.use_config_map_as_env(a, config_map_name="settings", config_map_key_to_env={"level": "LEVEL"})
    kubernetes.use_config_map_as_volume(a, config_map_name="files", mount_path="/files")
    kubernetes.set_image_pull_secrets(a, secret_names=["one", "two"])
    b = work()
    kubernetes.use_secret_as_env(b, secret_name=secret, secret_key_to_env={"token": "TOKEN"}, optional=True)
    kubernetes.use_secret_as_volume(b, secret_name=secret, mount_path="/a", optional=True)
    kubernetes.use_config_map_as_env(b, config_map_name=config, config_map_key_to_env={"x": "X", "y": "Y"}, optional=True)
    kubernetes.use_config_map_as_volume(b, config_map_name=config, mount_path="/b", optional=True)
    kubernetes.set_image_pull_secrets(b, secret_names=[pull])
    c = work()
    kubernetes.use_secret_as_env(c, secret_name=found.outputs["name"], secret_key_to_env={"token": "TOKEN"})
    kubernetes.use_config_map_as_volume(c, config_map_name=found.outputs["name"], mount_path="/c")
    with dsl.If(secret == "s"):
        d = work()
        kubernetes.use_secret_as_volume(d, secret_name=secret, mount_path="/d")
        kubernetes.use_config_map_as_env(d, config_map_name=found.outputs["name"], config_map_key_to_env={"z": "Z"})
    with dsl.ParallelFor(["s1", "s2"]) as name:
        e = work()
        kubernetes.use_secret_as_volume(e, secret_name=name, mount_path="/e")
