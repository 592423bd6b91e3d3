// The page that shows a person what was understood of their chats: who speaks, what is learnt from, what is left out.
import type { ConversationDataset } from "../conversation/build-dataset.ts";
import type { Example } from "../conversation/example.ts";
import { html, type Markup } from "./html.ts";
import type { Spread, Statistics } from "../conversation/statistics.ts";

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #ddd;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.lead{font-size:1.1rem}.talk{border-left:3px solid #bbb;padding:.1rem 0 .1rem .8rem;margin:1rem 0}
.talk p{margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}.me{font-weight:600}.small{color:#666;font-size:.85rem}
.talk .small{white-space:normal}
@media(prefers-color-scheme:dark){body{background:#17171a;color:#e6e6ea}th,td{border-color:#444}.small{color:#aaa}}`;

/** One self-contained page: no script, nothing loaded. */
export function renderReport({ train, validation, statistics }: ConversationDataset): string {
  const { me } = statistics;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>What was read: conversations of ${me}</title>
        <style>
          ${{ markup: style }}
        </style>
      </head>
      <body>
        <h1>What was read: conversations of ${me}</h1>
        <p class="lead">
          ${statistics.examples.train} replies of ${me} to learn from, ${statistics.examples.validation} held
          out to measure by: the latest of each chat.
        </p>
        ${renderFiles(statistics)} ${renderParticipants(statistics)} ${renderKinds(statistics)}
        ${renderDropped(statistics)} ${renderLengths(statistics)}
        <h2>Examples to learn from</h2>
        ${spreadOver(train, 4).map((example) => renderExample(example, me))}
        <h2>Held-out examples</h2>
        ${spreadOver(validation, 2).map((example) => renderExample(example, me))}
      </body>
    </html> `;
  return page.markup;
}

function renderFiles({ files, skippedFiles, sessions }: Statistics): Markup {
  const rows = files.map(
    (file) =>
      html`<tr>
        <td>${file.file}</td>
        <td>
          ${file.format}${file.dateOrder === undefined ? "" : `, dates ${describeDates(file.dateOrder)}`}
        </td>
        <td class="n">${file.messages}</td>
        <td>${file.start ?? "no times"} &ndash; ${file.end ?? ""}</td>
        <td class="n">${file.sessions}</td>
        <td>
          ${file.heldOutFrom === null ? `last ${file.validationSessions}` : `${file.validationSessions} from ${file.heldOutFrom}`}
        </td>
      </tr>`,
  );
  const skipped =
    skippedFiles.length === 0
      ? html``
      : html`<p class="small">
          Not read, as their names are no chats': ${skippedFiles.slice(0, 20).join(", ")}
          ${skippedFiles.length > 20 ? `and ${skippedFiles.length - 20} more` : ""}
        </p>`;
  return html`<h2>Files</h2>
    <table>
      <tr>
        <th>File</th>
        <th>Format</th>
        <th class="n">Messages</th>
        <th>Time</th>
        <th class="n">Sessions</th>
        <th>Held out</th>
      </tr>
      ${rows}
    </table>
    <p>${sessions.all} sessions in all: ${sessions.train} to learn from, ${sessions.validation} held out.</p>
    ${skipped}`;
}

function describeDates({ order, decidedBy }: NonNullable<Statistics["files"][number]["dateOrder"]>): string {
  const names = { dmy: "day/month/year", mdy: "month/day/year", ymd: "year/month/day" } as const;
  return `${names[order]} (${decidedBy === "assumed" ? "assumed: nothing in the file tells" : decidedBy})`;
}

const mostParticipants = 50;

function renderParticipants({ participants, me }: Statistics): Markup {
  const rows = participants
    .slice(0, mostParticipants)
    .map(({ name, messages, texts }) => row([name === me ? `${name} (to become)` : name, messages, texts]));
  return html`<h2>Participants (${participants.length})</h2>
    ${table(["Name", "Messages", "With words"], rows)}`;
}

function renderKinds({ kinds }: Statistics): Markup {
  const rows = Object.entries(kinds)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => row([kind, count]));
  return html`<h2>Kinds of messages</h2>
    ${table(["Kind", "Messages"], rows)}
    <p class="small">
      Only text is learnt. Media, calls and the like stand in brackets where they were; notices are left out.
    </p>`;
}

function renderDropped({ dropped, files, me }: Statistics): Markup {
  const unreadLines = files.reduce((sum, file) => sum + file.unreadLines, 0);
  const reasons: readonly (readonly [string, number])[] = [
    [`Turns of ${me} that open a session: they answer nothing`, dropped.replies.opening],
    [`Messages of ${me} after a pause in which nobody answered`, dropped.replies.followUp],
    [`Replies of ${me} without words`, dropped.replies.withoutWords],
    ["Lines before the first message of a file", unreadLines],
    ["Messages that an earlier file already holds", dropped.repeatedMessages],
    ["Held-out replies that are nearly in the training part", dropped.validationDuplicates],
  ];
  return html`<h2>Left out</h2>
    ${table(
      ["Why", "Count"],
      reasons.map((reason) => row(reason)),
    )}`;
}

function renderLengths({ replyCharacters, backgroundCharacters }: Statistics): Markup {
  const cells = (name: string, { least, median, mean, ninetieth, most }: Spread): Markup =>
    row([name, least, median, mean, ninetieth, most]);
  return html`<h2>Length of replies, in characters</h2>
    ${table(
      ["", "Least", "Median", "Mean", "90 %", "Most"],
      [cells("To learn from", replyCharacters.train), cells("Held out", replyCharacters.validation)],
    )}
    <p class="small">Other people's words in the training sessions: ${backgroundCharacters} characters.</p>`;
}

function renderExample({ messages, source }: Example, me: string): Markup {
  const turns = messages.map(({ role, content, name }) =>
    role === "assistant"
      ? html`<p class="me">${me}: ${content}</p>`
      : html`<p>${name ?? "several"}: ${content}</p>`,
  );
  return html`<div class="talk">
    ${turns}
    <p class="small">
      ${source.file}, lines ${String(source.firstLine)} to
      ${String(source.lastLine)}${source.end === null ? "" : `, ${source.end}`}
    </p>
  </div>`;
}

/** As many as asked, evenly from first to last. */
function spreadOver<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, index) => items[Math.floor(index * step)],
  ).filter((item) => item !== undefined);
}

function table(heads: readonly string[], rows: readonly Markup[]): Markup {
  const cells = heads.map((head, index) =>
    index === 0 ? html`<th>${head}</th>` : html`<th class="n">${head}</th>`,
  );
  return html`<table>
    <tr>
      ${cells}
    </tr>
    ${rows}
  </table>`;
}

function row(values: readonly (string | number)[]): Markup {
  const cells = values.map((value) =>
    typeof value === "number" ? html`<td class="n">${value}</td>` : html`<td>${value}</td>`,
  );
  return html`<tr>
    ${cells}
  </tr>`;
}
