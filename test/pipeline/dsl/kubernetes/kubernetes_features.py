# What kfp writes for each setting of kfp-kubernetes: a task for each, told apart by its display name. The YAML files
# beside this one are what it wrote. Again: `pip install kfp==2.17.0 kubernetes`, then in this folder
# `python kubernetes_features.py`.
from kfp import compiler, dsl, kubernetes


@dsl.container_component
def step(text: str):
    return dsl.ContainerSpec(image="busybox", command=["echo", text])


@dsl.container_component
def name_one(text: str, name: dsl.OutputPath(str)):
    return dsl.ContainerSpec(image="busybox", command=["sh", "-c", "echo $0 > $1", text, name])


def task(name):
    one = step(text="a")
    one.set_display_name(name)
    return one


@dsl.pipeline(name="kubernetes-features")
def kubernetes_features(
    secret: str = "given",
    selector: dict = {},
    tolerations: list = [],
    affinity: dict = {},
):
    made = name_one(text="claim")

    kubernetes.use_secret_as_env(task("secret-env"), "hf", {"token": "HF_TOKEN", "user": "HF_USER"})
    kubernetes.use_secret_as_env(task("secret-env-optional"), "hf", {"token": "HF_TOKEN"}, optional=True)
    kubernetes.use_secret_as_env(task("secret-env-input"), secret, {"token": "HF_TOKEN"})
    kubernetes.use_secret_as_env(task("secret-env-output"), made.outputs["name"], {"token": "HF_TOKEN"})
    kubernetes.use_secret_as_volume(task("secret-volume"), "tls", "/tls")
    kubernetes.use_secret_as_volume(task("secret-volume-input"), secret, "/tls", optional=True)
    kubernetes.use_config_map_as_env(task("config-map-env"), "settings", {"level": "LEVEL"})
    kubernetes.use_config_map_as_env(task("config-map-env-input"), secret, {"level": "LEVEL"}, optional=True)
    kubernetes.use_config_map_as_volume(task("config-map-volume"), "settings", "/settings")
    kubernetes.use_config_map_as_volume(task("config-map-volume-output"), made.outputs["name"], "/settings", optional=True)
    kubernetes.mount_pvc(task("claim"), "data", "/data")
    kubernetes.mount_pvc(task("claim-sub-path"), "data", "/data", sub_path="train")
    kubernetes.mount_pvc(task("claim-input"), secret, "/data")
    kubernetes.mount_pvc(task("claim-output"), made.outputs["name"], "/data")
    one = task("ephemeral-volume")
    kubernetes.add_ephemeral_volume(one, "scratch", "/scratch", ["ReadWriteOnce"], "5Gi")
    kubernetes.add_ephemeral_volume(
        one, "fast", "/fast", ["ReadWriteOnce", "ReadOnlyMany"], "1Ti",
        storage_class_name="ssd", labels={"team": "twin"}, annotations={"why": "speed"})
    one = task("empty-dir")
    kubernetes.empty_dir_mount(one, "cache", "/cache")
    kubernetes.empty_dir_mount(one, "shm", "/dev/shm", medium="Memory", size_limit="8Gi")
    one = task("node-selector")
    kubernetes.add_node_selector(one, "accelerator", "l4")
    kubernetes.add_node_selector(one, "zone", "a")
    kubernetes.add_node_selector_json(task("node-selector-json"), {"accelerator": "l4"})
    kubernetes.add_node_selector_json(task("node-selector-input"), selector)
    one = task("tolerations")
    kubernetes.add_toleration(one, key="gpu", operator="Exists", effect="NoExecute", toleration_seconds=10)
    kubernetes.add_toleration(one, key="team", operator="Equal", value="twin", effect="NoSchedule")
    kubernetes.add_toleration(one, operator="Exists", toleration_seconds=0)
    kubernetes.add_toleration_json(task("tolerations-input"), tolerations)
    one = task("node-affinity")
    kubernetes.add_node_affinity(one, match_expressions=[
        {"key": "disk", "operator": "In", "values": ["ssd", "nvme"]}, {"key": "gpu", "operator": "Exists"}])
    kubernetes.add_node_affinity(one, match_fields=[
        {"key": "metadata.name", "operator": "NotIn", "values": ["n1"]}], weight=10)
    kubernetes.add_node_affinity_json(task("node-affinity-json"), {
        "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
            {"matchExpressions": [{"key": "disk", "operator": "In", "values": ["ssd"]}]}]}})
    kubernetes.add_node_affinity_json(task("node-affinity-input"), affinity)
    one = task("pod-metadata")
    kubernetes.add_pod_label(one, "team", "twin")
    kubernetes.add_pod_label(one, "kind", "train")
    kubernetes.add_pod_annotation(one, "why", "quality")
    kubernetes.set_image_pull_secrets(task("image-pull-secrets"), ["one", secret, made.outputs["name"]])
    kubernetes.set_image_pull_policy(task("image-pull-policy"), "IfNotPresent")
    kubernetes.use_field_path_as_env(task("field-path"), "POD", "metadata.name")
    kubernetes.set_timeout(task("timeout"), 3600)
    kubernetes.set_timeout(task("timeout-0"), 0)
    kubernetes.set_security_context(task("security-context"), run_as_user=0, run_as_group=1000, run_as_non_root=False)


compiler.Compiler().compile(kubernetes_features, "kubernetes-features.yaml")


@dsl.pipeline(
    name="pipeline-config",
    pipeline_config=dsl.PipelineConfig(
        workspace=dsl.WorkspaceConfig(
            size="10Gi",
            kubernetes=dsl.KubernetesWorkspaceConfig(
                pvcSpecPatch={"storageClassName": "standard", "accessModes": ["ReadWriteMany"]})),
        ttl_seconds_after_finished=3600, ttl_seconds_after_success=60, ttl_seconds_after_failure=86400,
        active_deadline_seconds=7200))
def pipeline_config():
    step(text="a")


compiler.Compiler().compile(pipeline_config, "pipeline-config.yaml")
