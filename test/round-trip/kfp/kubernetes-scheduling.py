"""Where a task's pod may run: node selectors, affinities and tolerations, constant and from parameters."""
from kfp import dsl, kubernetes


@dsl.container_component
def work():
    return dsl.ContainerSpec(image="example.com/work:1")


@dsl.container_component
def choose(selector: dsl.OutputPath(dict)):
    return dsl.ContainerSpec(image="example.com/choose:1", args=[selector])


@dsl.pipeline(name="kubernetes-scheduling")
def kubernetes_scheduling(
    selector: dict = {"pool": "gpu"},
    toleration: dict = {"key": "gpu"},
    tolerations: list = [],
    affinity: dict = {},
):
    a = work()
    kubernetes.add_node_selector(a, label_key="cloud.google.com/gke-accelerator", label_value="nvidia-l4")
    kubernetes.add_node_selector(a, label_key="disk", label_value="ssd")
    kubernetes.add_toleration(a, key="gpu", operator="Equal", value="yes", effect="NoExecute", toleration_seconds=10)
    kubernetes.add_toleration(a, key="spot", operator="Exists", effect="NoSchedule")
    kubernetes.add_toleration(a, operator="Exists")
    kubernetes.add_node_affinity(
        a,
        match_expressions=[
            {"key": "zone", "operator": "In", "values": ["a", "b"]},
            {"key": "old", "operator": "DoesNotExist"},
        ],
    )
    kubernetes.add_node_affinity(a, match_fields=[{"key": "metadata.name", "operator": "NotIn", "values": ["n"]}], weight=50)
    b = work()
    kubernetes.add_node_selector_json(b, node_selector_json=selector)
    kubernetes.add_toleration_json(b, toleration_json=toleration)
    kubernetes.add_toleration_json(b, toleration_json=tolerations)
    kubernetes.add_node_affinity_json(b, node_affinity_json=affinity)
    c = work()
    kubernetes.add_node_selector_json(c, node_selector_json={"pool": "cpu", "tier": "1"})
    kubernetes.add_toleration_json(c, toleration_json=[{"key": "x", "operator": "Exists"}, {"key": "y", "value": "z", "effect": "PreferNoSchedule"}])
    kubernetes.add_node_affinity_json(
        c,
        node_affinity_json={
            "requiredDuringSchedulingIgnoredDuringExecution": {
                "nodeSelectorTerms": [{"matchExpressions": [{"key": "zone", "operator": "Exists"}]}],
            },
        },
    )
    chosen = choose()
    d = work()
    kubernetes.add_node_selector_json(d, node_selector_json=chosen.outputs["selector"])
