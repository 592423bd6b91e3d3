// Mails how a run on Vertex AI ended: the interface of VertexNotificationEmailOp of google-cloud-pipeline-components 2.22.0
// (Apache-2.0). It is the task of an exit handler, and only Vertex AI sends the mail.
import { component, list, string, taskFinalStatus } from "../../pipeline/index.ts";
import { launch } from "./launch.ts";

/** `exitHandler((status) => notificationEmail({ pipeline_task_final_status: status, recipients }), () => ...)` */
export const notificationEmail = component({
  name: "vertex-pipelines-notification-email",
  inputs: {
    pipeline_task_final_status: taskFinalStatus(),
    recipients: list(string(), { description: "E-mail addresses." }),
  },
  container: () =>
    launch("vertex_notification_email.executor", ["--type", "VertexNotificationEmail", "--payload", ""]),
});
