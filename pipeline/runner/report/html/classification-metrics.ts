// The metadata of a `system.ClassificationMetrics` artifact to a confusion matrix and a ROC curve.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { html, type Markup, trusted } from "./markup.ts";

const mostClasses = 40;
const mostPoints = 2_000;

export function isClassification(metadata: JsonObject): boolean {
  return matrixOf(metadata) !== undefined || pointsOf(metadata).length > 0;
}

/** What of it is there and as the format says. */
export function classificationMetrics(metadata: JsonObject): Markup {
  const matrix = matrixOf(metadata);
  const points = pointsOf(metadata);
  return html`<div class="charts">
    ${matrix && confusionMatrix(matrix)}${points.length > 0 ? rocCurve(points) : undefined}
  </div>`;
}

interface Matrix {
  readonly classes: readonly string[];
  /** One row for each true class. */
  readonly rows: readonly (readonly number[])[];
}

function matrixOf({ confusionMatrix }: JsonObject): Matrix | undefined {
  if (!isObject(confusionMatrix)) return undefined;
  const { annotationSpecs, rows } = confusionMatrix;
  if (!Array.isArray(rows) || rows.length === 0 || rows.length > mostClasses) return undefined;
  const classes = listOf(annotationSpecs).map((spec) =>
    isObject(spec) ? String(spec["displayName"] ?? "") : "",
  );
  const numbers = rows.map((row) => listOf(isObject(row) ? row["row"] : row).map(Number));
  return { classes: numbers.map((_, index) => classes[index] || String(index)), rows: numbers };
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function confusionMatrix({ classes, rows }: Matrix): Markup {
  const most = Math.max(1, ...rows.flat().filter(Number.isFinite));
  const cell = (value: number): Markup => {
    const share = Math.max(0, Math.min(1, value / most)) || 0;
    const level = share.toFixed(3);
    return html`<td style="--share:${level}" class="${share > 0.55 ? "full" : "pale"}">${value}</td>`;
  };
  return html`<figure class="matrix">
    <figcaption>Confusion matrix <small>rows: true, columns: predicted</small></figcaption>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <td></td>
            ${classes.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row, index) =>
              html`<tr>
                <th scope="row">${classes[index]}</th>
                ${row.slice(0, classes.length).map(cell)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </figure>`;
}

interface Point {
  readonly falsePositives: number;
  readonly recall: number;
}

function pointsOf({ confidenceMetrics }: JsonObject): readonly Point[] {
  return listOf(confidenceMetrics)
    .slice(0, mostPoints)
    .flatMap((metric) => {
      if (!isObject(metric)) return [];
      const [falsePositives, recall] = [Number(metric["falsePositiveRate"]), Number(metric["recall"])];
      return isShare(falsePositives) && isShare(recall) ? [{ falsePositives, recall }] : [];
    })
    .sort((a, b) => a.falsePositives - b.falsePositives || a.recall - b.recall);
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}

const side = 200;

function rocCurve(points: readonly Point[]): Markup {
  const whole = [{ falsePositives: 0, recall: 0 }, ...points, { falsePositives: 1, recall: 1 }];
  const line = whole.map(({ falsePositives, recall }) => `${at(falsePositives)} ${at(1 - recall)}`).join("L");
  const ticks = [0, 0.5, 1].map(
    (tick) =>
      `<text x="${at(tick)}" y="${side + 15}" text-anchor="middle">${tick}</text>` +
      `<text x="-6" y="${at(1 - tick) + 4}" text-anchor="end">${tick}</text>`,
  );
  const grid = [0.25, 0.5, 0.75].map((tick) => `M${at(tick)} 0V${side}M0 ${at(tick)}H${side}`).join("");
  const drawing =
    `<path class="grid" d="${grid}"/><path class="chance" d="M0 ${side}L${side} 0"/>` +
    `<path class="under" d="M${line}L${side} ${side}Z"/><path class="curve" d="M${line}"/>` +
    `<path class="axes" d="M0 0V${side}H${side}"/>${ticks.join("")}` +
    `<text x="${side / 2}" y="${side + 31}" text-anchor="middle">false positive rate</text>` +
    `<text transform="translate(-28 ${side / 2}) rotate(-90)" text-anchor="middle">true positive rate</text>`;
  const area = areaUnder(whole).toFixed(3);
  return html`<figure class="roc">
    <figcaption>ROC curve <small>area ${area}</small></figcaption>
    <svg
      viewBox="-42 -8 ${side + 54} ${side + 46}"
      width="${side + 54}"
      height="${side + 46}"
      role="img"
      aria-label="ROC curve, area under it ${area}"
    >
      ${trusted(drawing)}
    </svg>
  </figure>`;
}

function at(share: number): number {
  return Math.round(share * side * 10) / 10;
}

/** By trapezoids. */
function areaUnder(points: readonly Point[]): number {
  let area = 0;
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before === undefined) return;
    area += ((point.falsePositives - before.falsePositives) * (point.recall + before.recall)) / 2;
  });
  return area;
}
