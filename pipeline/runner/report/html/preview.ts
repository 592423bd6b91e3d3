// What lies at an artifact's place to a look into it: text, tables, pictures, pages, or a list of files.
import MarkdownIt from "markdown-it";
import type { Artifact } from "../../values.ts";
import { fileKind, type FileKind } from "./file-kind.ts";
import { html, type Markup, readable, trusted } from "./markup.ts";
import type { PageContext } from "./page-context.ts";
import { type FolderFiles, readPart } from "./read-inside.ts";
import { count } from "../../../ir/count-text.ts";
import { describeBytes } from "./sizes.ts";
import { previewTable } from "./table-head.ts";

const mostText = 32_000;
const mostDocument = 1_000_000;
const mostImage = 3_000_000;

/** `undefined`: there is nothing to look into. */
export function preview(context: PageContext, artifact: Artifact): Markup | undefined {
  const found = context.placeOf(artifact);
  switch (found.kind) {
    case "file":
      return found.size === 0 ? undefined : previewFile(context, artifact, found);
    case "folder":
      return previewFolder(found);
    case "outside":
      return html`<p class="faint">Lies outside of the root: not shown.</p>`;
    case "special":
      return html`<p class="faint">Is neither a file nor a folder: not shown.</p>`;
    case "missing":
      return undefined;
  }
}

interface File {
  readonly path: string;
  readonly size: number;
}

function previewFile(context: PageContext, { type }: Artifact, file: File): Markup | undefined {
  const head = readPart(file.path, 4_096, "start");
  const kind = fileKind(file.path, type.schemaTitle ?? "", head);
  switch (kind.kind) {
    case "image":
      return previewImage(context, file, kind.media);
    case "html":
    case "markdown":
      return previewDocument(context, file, kind.kind);
    case "csv":
    case "tsv":
    case "jsonl":
    case "json":
    case "text":
      return previewText(context, file, kind);
    case "binary":
      return undefined;
  }
}

function previewImage({ previews }: PageContext, { path, size }: File, media: string): Markup {
  const characters = Math.ceil((size * 4) / 3);
  if (size > mostImage || !previews.take(characters)) return tooLarge(size);
  const data = readPart(path, size, "start").toString("base64");
  return html`<figure class="preview image">
    <img alt="preview" src="data:${media};base64,${data}" />
  </figure>`;
}

const markdown = new MarkdownIt({ html: false, linkify: false });
// Pictures from elsewhere are not fetched: their texts stand for them.
markdown.renderer.rules["image"] = (tokens, index) => {
  const token = tokens[index];
  const source = token?.attrGet("src") ?? "";
  if (/^data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=]+$/.test(source)) {
    return html`<img alt="${token?.content}" src="${source}" />`.markup;
  }
  return html`<span class="faint">[picture: ${token?.content || source}]</span>`.markup;
};
markdown.renderer.rules["link_open"] = (tokens, index, options, _, renderer) => {
  tokens[index]?.attrSet("rel", "noreferrer noopener");
  tokens[index]?.attrSet("target", "_blank");
  return renderer.renderToken(tokens, index, options);
};

/** Whole or not at all: a part of it may look quite different. */
function previewDocument(
  { previews, mask }: PageContext,
  { path, size }: File,
  kind: "html" | "markdown",
): Markup {
  if (size > mostDocument || !previews.take(size * 2)) return tooLarge(size);
  const text = mask.text(readPart(path, size, "start").toString("utf8"));
  if (kind === "markdown")
    return html`<div class="preview markdown">${trusted(markdown.render(readable(text)))}</div>`;
  // The frame runs no scripts and the page's policy lets nothing load; hints to connect are the one thing beside these.
  const quiet = text.replace(/<(?=link\b)/gi, "<x-");
  const scripts = /<script\b/i.test(text)
    ? html`<p class="faint">Scripts in it do not run here: open the file itself to see it whole.</p>`
    : undefined;
  return html`<iframe class="preview" sandbox="" srcdoc="${quiet}" title="preview" loading="lazy"></iframe
    >${scripts}`;
}

function previewText(context: PageContext, { path, size }: File, { kind }: FileKind): Markup {
  const wanted = Math.min(size, mostText);
  const bytes = context.previews.take(wanted) ? wanted : Math.min(wanted, 1_000);
  const cut = size > bytes;
  const whole = context.mask.text(readPart(path, bytes, "start").toString("utf8"));
  const text = cut ? whole.replace(/\n[^\n]*$/, "\n") : whole; // the last line may have lost its end
  const note = cut
    ? html`<p class="faint">The first ${describeBytes(bytes)} of ${describeBytes(size)}.</p>`
    : undefined;
  if (kind === "csv" || kind === "tsv" || kind === "jsonl") {
    const table = previewTable(text, kind);
    if (table !== undefined) return html`${table}${note}`;
  }
  const shown = kind === "json" && !cut ? indented(text) : text;
  return html`<pre class="preview" tabindex="0" aria-label="preview">${shown.trimEnd()}</pre>
    ${note}`;
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function previewFolder({ files, more }: FolderFiles): Markup {
  if (files.length === 0) return html`<p class="faint">An empty folder.</p>`;
  return html`<div class="preview scroll">
      <table class="files">
        <tbody>
          ${files.map(
            ({ name, size }) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="number">${describeBytes(size)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${more > 0 ? html`<p class="faint">and ${count(more, "more file")}</p>` : undefined}`;
}

function tooLarge(size: number): Markup {
  return html`<p class="faint">
    Its ${describeBytes(size)} are too many for this page: open the file itself.
  </p>`;
}
