/**
 * Amounts as people type them, read by the same rules as `tools/amounts.py`: one table of
 * tests/test_amounts.py is read by both.
 */

/** More than anybody asks for. */
const MAX_AMOUNT = 1e12;

/** The text is no amount, or may be two of them. */
export class NotAnAmount extends Error {
  constructor(text, ambiguous = false) {
    super(text);
    this.ambiguous = ambiguous;
  }
}

const fits = (pattern, text) => new RegExp(`^(?:${pattern})$`, "u").test(text);
const escaped = (separator) => (separator === "." ? "\\." : separator);

/** Groups of three digits after the first, or of two where millions are in lakhs. */
function grouped(separator) {
  const s = escaped(separator);
  return `\\d{1,3}(?:${s}\\d{3})+|\\d{1,2}(?:${s}\\d{2})+${s}\\d{3}`;
}

/** The digits of every script stand ten in a row, from 0 or 6 of sixteen on. */
function toDigit(char) {
  const code = char.codePointAt(0);
  const row = code - (code % 16);
  const zero = /\p{Nd}/u.test(String.fromCodePoint(row)) ? row : row + 6;
  return String(code - zero);
}

/** What stands before the last point or comma, that, and the rest. */
function split(number) {
  const at = Math.max(number.lastIndexOf("."), number.lastIndexOf(","));
  return at < 0
    ? [number, "", ""]
    : [number.slice(0, at), number[at], number.slice(at + 1)];
}

/** Without the name of its currency, in front or behind. */
function withoutSign(text, signs) {
  const found = text.match(/^([^\d.,+-]*?)\s*([\d.,][\d.,\s'’]*?)\s*([^\d]*?)$/u);
  if (!found) {
    throw new NotAnAmount(text);
  }
  const known = signs
    .filter(Boolean)
    .map((sign) => sign.normalize("NFKC").toLowerCase());
  for (const part of [found[1], found[3]]) {
    const word = part
      .trim()
      .replace(/[.,]-$/, "")
      .toLowerCase();
    if (word && !known.includes(word)) {
      throw new NotAnAmount(text);
    }
  }
  return found[2].replace(/[.,]+$/, "");
}

function resolve(number, decimalPoint, places, text) {
  let [whole, point, rest] = split(number);
  if (!point) {
    return number;
  }
  const other = point === "," ? "." : ",";
  if (whole.includes(other)) {
    // Both are there: the last one is the decimal point.
    if (whole.includes(point) || !fits(grouped(other), whole)) {
      throw new NotAnAmount(text);
    }
    return `${whole.replaceAll(other, "")}.${rest}`;
  }
  if (whole.includes(point)) {
    // One of them, several times: it parts groups.
    if (!fits(grouped(point), number)) {
      throw new NotAnAmount(text);
    }
    return number.replaceAll(point, "");
  }
  whole = whole || "0";
  if (rest.length !== 3 || fits("0+", whole) || whole.length > 3) {
    return `${whole}.${rest}`;
  }
  if (point !== decimalPoint) {
    return whole + rest;
  }
  if (places >= 3) {
    return `${whole}.${rest}`;
  }
  throw new NotAnAmount(text, true);
}

/**
 * Return the amount that `text` says, 0 for nothing at all.
 *
 * `decimalPoint` is that of the reader's language, `signs` are the names and symbols of the
 * currency expected, `places` its decimals.
 */
export function readAmount(text, {decimalPoint = ".", signs = [], places = 2} = {}) {
  const typed = (text || "").normalize("NFKC").trim();
  if (!typed) {
    return 0;
  }
  const digits = typed.replace(/\p{Nd}/gu, toDigit);
  let number = withoutSign(digits, signs).replace(/['’]/g, " ");
  if (number.includes(" ")) {
    const [whole, point, rest] = split(number);
    if (!fits(grouped(" "), whole)) {
      throw new NotAnAmount(typed);
    }
    number = whole.replaceAll(" ", "") + point + rest;
  }
  number = resolve(number, decimalPoint, places, typed);
  const decimals = (number.split(".")[1] || "").replace(/0+$/, "");
  if (!fits("\\d+(\\.\\d+)?", number) || Number(number) >= MAX_AMOUNT) {
    throw new NotAnAmount(typed);
  }
  if (decimals.length > places) {
    throw new NotAnAmount(typed);
  }
  return Number(number);
}
