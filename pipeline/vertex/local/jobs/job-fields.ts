// What lists of jobs can be filtered and ordered by, as Vertex documents it.
import type { ListFields } from "../lists/page.ts";
import { type JobRecord, textField } from "./job-record.ts";

export const jobListFields: ListFields<JobRecord> = {
  filter: {
    pipeline_name: ({ pipelineName }) => pipelineName,
    display_name: ({ job }) => job["displayName"],
    pipeline_job_user_id: ({ job }) => job.name.split("/").at(-1),
    name: ({ job }) => job.name,
    state: ({ job }) => job.state,
    create_time: ({ job }) => job.createTime,
    start_time: ({ job }) => job["startTime"],
    update_time: ({ job }) => job["updateTime"],
    end_time: ({ job }) => job["endTime"],
    labels: ({ job }) => job["labels"],
    schedule_name: ({ job }) => job["scheduleName"],
    template_uri: ({ job }) => job["templateUri"],
    "template_metadata.version": ({ job }) => textField(job["templateMetadata"], "version"),
  },
  order: {
    create_time: ({ job }) => job.createTime,
    update_time: ({ job }) => job["updateTime"],
    start_time: ({ job }) => job["startTime"],
    end_time: ({ job }) => job["endTime"],
  },
};
