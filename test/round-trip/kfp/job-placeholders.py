"""Every placeholder that the backend fills in, as a whole constant, inside text and in a container's command."""
from kfp import dsl


@dsl.container_component
def report(text: str):
    return dsl.ContainerSpec(
        image="example.com/report:1",
        command=["report", "--root", "{{$.pipeline_root}}", "--region={{$.pipeline_google_cloud_location}}"],
        args=["{{$}}", "{{$.pipeline_job_name}}/{{$.pipeline_task_uuid}}", text, dsl.PIPELINE_TASK_EXECUTOR_OUTPUT_PATH_PLACEHOLDER],
    )


@dsl.pipeline(name="job-placeholders")
def job_placeholders(greeting: str = "hello"):
    report(text=dsl.PIPELINE_ROOT_PLACEHOLDER)
    report(text=dsl.PIPELINE_JOB_NAME_PLACEHOLDER)
    report(text=dsl.PIPELINE_JOB_RESOURCE_NAME_PLACEHOLDER)
    report(text=dsl.PIPELINE_JOB_ID_PLACEHOLDER)
    report(text=dsl.PIPELINE_TASK_NAME_PLACEHOLDER)
    report(text=dsl.PIPELINE_TASK_ID_PLACEHOLDER)
    report(text=dsl.PIPELINE_JOB_CREATE_TIME_UTC_PLACEHOLDER)
    report(text=dsl.PIPELINE_JOB_SCHEDULE_TIME_UTC_PLACEHOLDER)
    report(text=dsl.PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER)
    report(text=dsl.PIPELINE_TASK_EXECUTOR_OUTPUT_PATH_PLACEHOLDER)
    report(text="{{$.pipeline_google_cloud_project_id}}")
    report(text="{{$.pipeline_google_cloud_location}}")
    report(text="{{$.pipeline_persistent_resource_id}}")
    report(text="{{$.pipeline_service_account}}")
    report(text=f"{greeting} from {dsl.PIPELINE_JOB_NAME_PLACEHOLDER} under {dsl.PIPELINE_ROOT_PLACEHOLDER}/tmp")
