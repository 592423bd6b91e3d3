"""Volumes: claims that are made, mounted and deleted, empty ones and ephemeral ones."""
from kfp import dsl, kubernetes


@dsl.container_component
def work(made: dsl.OutputPath(str)):
    return dsl.ContainerSpec(image="example.com/work:1", args=[made])


@dsl.pipeline(name="kubernetes-volumes")
def kubernetes_volumes(claim: str = "shared", size: str = "5Gi"):
    created = kubernetes.CreatePVC(
        pvc_name_suffix="-own",
        access_modes=["ReadWriteOnce"],
        size=size,
        storage_class_name="standard",
        annotations={"a": "b"},
        data_source={"kind": "PersistentVolumeClaim", "name": "source"},
    )
    plain = kubernetes.CreatePVC(pvc_name="named", access_modes=["ReadWriteMany", "ReadOnlyMany"], size="1Gi", volume_name="pv-1")
    first = work()
    kubernetes.mount_pvc(first, pvc_name=created.outputs["name"], mount_path="/own")
    kubernetes.mount_pvc(first, pvc_name=claim, mount_path="/shared", sub_path="a/b")
    kubernetes.mount_pvc(first, pvc_name="constant", mount_path="/constant")
    kubernetes.mount_pvc(first, pvc_name=plain.outputs["name"], mount_path="/plain")
    second = work().after(first)
    kubernetes.empty_dir_mount(second, volume_name="scratch", mount_path="/scratch")
    kubernetes.empty_dir_mount(second, volume_name="memory", mount_path="/dev/shm", medium="Memory", size_limit="2Gi")
    kubernetes.add_ephemeral_volume(second, volume_name="e", mount_path="/e", access_modes=["ReadWriteOnce"], size="3Gi")
    kubernetes.add_ephemeral_volume(
        second,
        volume_name="f",
        mount_path="/f",
        access_modes=["ReadWriteMany", "ReadOnlyMany"],
        size="4Gi",
        storage_class_name="fast",
        labels={"l": "1"},
        annotations={"n": "it's"},
    )
    kubernetes.DeletePVC(pvc_name=created.outputs["name"]).after(second)
    with dsl.ParallelFor([1, 2]):
        third = work()
        kubernetes.mount_pvc(third, pvc_name=created.outputs["name"], mount_path="/own")
