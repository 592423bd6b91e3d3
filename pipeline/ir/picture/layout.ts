// What a laid-out picture is: boxes with places, and lines. Lengths are in pixels of the SVG, y grows downwards.
import type { PictureEdge, PictureNode } from "./picture.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The inside of a box, or the whole picture; its corner is at 0, 0. */
export interface Layout extends Size {
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
}

export interface PlacedBox extends Point, Size {
  readonly node: PictureNode;
  /** Of groups: `content` begins at this point, relative to the box. */
  readonly inside?: { readonly at: Point; readonly content: Layout };
}

export interface PlacedLine {
  readonly edge: PictureEdge;
  /** Where `paths` and `label` have their 0, 0. */
  readonly at: Point;
  /** Each goes on for as long as no other line of its bundle was there first; `M`, `V` and `C` of SVG. */
  readonly paths: readonly string[];
  readonly arrow?: Arrow;
  /** The left end of the label's baseline; absent where there is no room. */
  readonly label?: Point & { readonly text: string; readonly width: number };
}

/** Its point; lines meet boxes from straight above or, those that had to be turned round, from below. */
export interface Arrow extends Point {
  readonly points: "down" | "up";
}

/** One edge between boxes that are told apart by their index. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly dashed: boolean;
  readonly labelWidth: number;
}
