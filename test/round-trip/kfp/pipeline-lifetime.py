"""How long a finished run is kept, and when a run that takes too long is ended."""
from kfp import dsl


@dsl.container_component
def work():
    return dsl.ContainerSpec(image="example.com/work:1")


@dsl.pipeline(
    name="pipeline-lifetime",
    pipeline_config=dsl.PipelineConfig(
        ttl_seconds_after_finished=86400,
        ttl_seconds_after_success=3600,
        ttl_seconds_after_failure=604800,
        active_deadline_seconds=7200,
    ),
)
def pipeline_lifetime():
    work()
