/**
 * How are the numbers of one column told in few bytes?
 *
 * By four numbers and bytes: `[delta, base, step, width]`.
 *   step   the greatest common divisor of all distances: times are often whole seconds
 *   base   the smallest value, or with delta the first one
 *   delta  1 if each value is told as its distance (zigzag) from the one before, else 0
 *   width  bytes a value takes, 0 to 7. First come the lowest bytes of all rows, then the next ones:
 *          the higher bytes are nearly constant, and only the lowest ones cost anything.
 *
 * A process encodes once or twice, before its code is compiled: hence plain loops and typed arrays.
 */
import { assert } from "../base/assert.js";

/** `[delta, base, step, width]`. */
export type ColumnHead = readonly [number, number, number, number];

/** One column, and between what its numbers lie. */
export interface NumberColumn {
  readonly head: ColumnHead;
  readonly bytes: Uint8Array;
  readonly smallest: number;
  readonly largest: number;
}

/** Distances up to this one survive the zigzag. */
const distanceMax = 2 ** 51;

/** Encodes safe integers. */
export function encodeNumbers(values: readonly number[]): NumberColumn {
  const first = values[0] ?? 0;
  const { smallest, largest } = bounds(values, first);
  const range = largest - smallest;
  if (range === 0) {
    return { head: [0, first, 1, 0], bytes: new Uint8Array(0), smallest, largest };
  }
  assert(Number.isSafeInteger(range), `numbers are too far apart: ${smallest} and ${largest}`);
  const step = commonStep(values, smallest);
  const plain = Float64Array.from(values);
  for (let row = 0; row < plain.length; row += 1)
    plain[row] = ((plain[row] ?? 0) - smallest) / step;
  const distances = zigzagDistances(plain);
  const useDelta = range / step < distanceMax && bitCount(distances) < bitCount(plain);
  const told = useDelta ? distances : plain;
  const width = byteWidth(told);
  const head: ColumnHead = [useDelta ? 1 : 0, useDelta ? first : smallest, step, width];
  return { head, bytes: bytePlanes(told, width), smallest, largest };
}

function bounds(
  values: readonly number[],
  first: number,
): { readonly smallest: number; readonly largest: number } {
  let smallest = first;
  let largest = first;
  values.forEach((value) => {
    if (!Number.isSafeInteger(value)) assert(false, `expected a safe integer, found ${value}`);
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  });
  return { smallest, largest };
}

function commonStep(values: readonly number[], smallest: number): number {
  let step = 0;
  for (let row = 0; row < values.length && step !== 1; row += 1) {
    let rest = (values[row] ?? 0) - smallest;
    while (rest !== 0) {
      const next = step % rest;
      step = rest;
      rest = next;
    }
  }
  return step;
}

function zigzagDistances(values: Float64Array): Float64Array {
  const distances = new Float64Array(values.length);
  let last = values[0] ?? 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? 0;
    const distance = value - last;
    last = value;
    distances[row] = distance >= 0 ? distance * 2 : -distance * 2 - 1;
  }
  return distances;
}

function bitCount(values: Float64Array): number {
  let bits = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? 0;
    bits += value < 2 ** 31 ? 32 - Math.clz32(value) : 64 - Math.clz32(value / 2 ** 32);
  }
  return bits;
}

function byteWidth(values: Float64Array): number {
  let width = 0;
  let limit = 1;
  for (let row = 0; row < values.length; row += 1) {
    while ((values[row] ?? 0) >= limit) {
      width += 1;
      limit *= 256;
    }
  }
  return width;
}

function bytePlanes(values: Float64Array, width: number): Uint8Array {
  const rows = values.length;
  const bytes = new Uint8Array(rows * width);
  let unit = 1;
  for (let plane = 0; plane < width; plane += 1) {
    // Storing into a byte takes the number modulo 256.
    for (let row = 0; row < rows; row += 1) {
      bytes[plane * rows + row] = Math.floor((values[row] ?? 0) / unit);
    }
    unit *= 256;
  }
  return bytes;
}
