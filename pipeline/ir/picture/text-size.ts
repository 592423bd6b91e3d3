// How wide a text will be, without a font at hand: a little more than common sans-serif fonts take.

/** In pixels, at a font size in pixels. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return Math.ceil(width * size);
}

/** In units of the font size. */
function widthOf(character: string): number {
  if (/[ijl.,:;'|!()[\]{}I ]/.test(character)) return 0.34;
  if (/[mwMW@%…]/.test(character)) return 0.95;
  if (/[A-Z&<>=+~_]/.test(character)) return 0.7;
  if (/[ -~]/.test(character)) return 0.58;
  return /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(character) ? 0.68 : 1.05;
}
