"""A task's pod: labels, annotations, fields as variables, image policy, who it runs as, how long it may take."""
from kfp import dsl, kubernetes


@dsl.container_component
def work():
    return dsl.ContainerSpec(image="example.com/work:1")


@dsl.pipeline(name="sub")
def sub():
    inner = work()
    kubernetes.add_pod_label(inner, label_key="inner", label_value="yes")


@dsl.pipeline(name="kubernetes-pods")
def kubernetes_pods():
    a = work()
    kubernetes.add_pod_label(a, label_key="team", label_value="ml")
    kubernetes.add_pod_label(a, label_key="app.kubernetes.io/name", label_value="work")
    kubernetes.add_pod_annotation(a, annotation_key="note", annotation_value='it\'s {"json": true}')
    kubernetes.use_field_path_as_env(a, env_name="POD", field_path="metadata.name")
    kubernetes.use_field_path_as_env(a, env_name="ID", field_path="metadata.annotations['a/b']")
    kubernetes.set_image_pull_policy(a, policy="Always")
    kubernetes.set_timeout(a, seconds=3600)
    kubernetes.set_security_context(a, run_as_user=1000, run_as_group=0, run_as_non_root=True)
    b = work()
    kubernetes.set_timeout(b, seconds=0)
    kubernetes.set_security_context(b, run_as_user=0, run_as_non_root=False)
    work()
    sub()
    with dsl.ExitHandler(work()):
        c = work()
        kubernetes.set_image_pull_policy(c, policy="IfNotPresent")
