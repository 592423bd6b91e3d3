// Which names of images an engine could take at all; the rest is refused before anything starts.
import { UserError } from "../../../ir/user-error.ts";

/** `[HOST[:PORT]/]PATH[:TAG][@DIGEST]`, by the grammar of github.com/distribution/reference. */
const host = String.raw`(?:[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?(?:\.[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?)*|\[[\dA-Fa-f:]+\])(?::\d+)?`;
const part = String.raw`[a-z\d]+(?:(?:\.|_|__|-+)[a-z\d]+)*`;
const imageName = new RegExp(
  String.raw`^(?:${host}/)?${part}(?:/${part})*(?::\w[\w.-]{0,127})?(?:@[A-Za-z][A-Za-z\d]*(?:[-_+.][A-Za-z][A-Za-z\d]*)*:[\dA-Fa-f]{32,})?$`,
);

/** Whether there is such an image shows only when it is looked for. */
export function checkImageName(image: string): void {
  if (imageName.test(image)) return;
  throw new UserError(
    "IMAGE_UNKNOWN",
    `image "${image}": this is no image's name. Give it as [HOST/]NAME[:TAG][@DIGEST], its name in lower case.`,
  );
}
