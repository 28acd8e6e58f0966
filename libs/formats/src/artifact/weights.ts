import type { LinearModel } from '@moving-ground/model';
import { readParameterFile, writeParameterFile, type NamedArray } from './parameter-file.ts';

const WEIGHT = 'arg:fc0_weight';
const BIAS = 'arg:fc0_bias';

type Weights = Pick<LinearModel, 'weights' | 'bias'>;

export function writeWeights({ weights, bias }: Weights): Uint8Array {
  return writeParameterFile([
    { name: WEIGHT, shape: [weights.length, 1], values: weights },
    { name: BIAS, shape: [1, 1], values: Float32Array.of(bias) },
  ]);
}

/** @throws Error saying what is no model of one output */
export function readWeights(bytes: Uint8Array): Weights {
  const arrays = readParameterFile(bytes);
  const weights = weightsOf(arrays);
  const bias = biasOf(arrays);
  if (!Number.isFinite(bias) || !weights.every(Number.isFinite)) throw new Error('a weight is not finite');
  return { weights, bias };
}

function weightsOf(arrays: readonly NamedArray[]): Float32Array {
  const array = arrays.find(({ name }) => name === WEIGHT);
  if (!array)
    throw new Error(`its parameters have no ${WEIGHT} but ${arrays.map(({ name }) => name).join(', ')}`);
  const { shape, values } = array;
  if (values.length < 1 || shape.length !== 2 || shape[1] !== 1) throw wrongShape(array, 'd x 1');
  return values;
}

/** A model trained without a bias may lack it. */
function biasOf(arrays: readonly NamedArray[]): number {
  const array = arrays.find(({ name }) => name === BIAS);
  if (array && array.values.length !== 1) throw wrongShape(array, '1 x 1');
  return array?.values[0] ?? 0;
}

function wrongShape({ name, shape }: NamedArray, expected: string): Error {
  return new Error(`${name} has the shape ${shape.join(' x ')}, a binary classifier's is ${expected}`);
}
