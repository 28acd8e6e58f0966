import type { LinearModel } from '@moving-ground/model';
import { unzipSync, zipSync } from 'fflate';
import { createTar, parseTar } from 'nanotar';
import { networkJson } from './network.ts';
import { readParameterFile, writeParameterFile, type NamedArray } from './parameter-file.ts';
import { jsonWithInfinity, parseWithInfinity } from './python-json.ts';
import { UnknownArtifact } from './unknown-artifact.ts';

const MEMBER = 'model_algo-1';
const WEIGHT = 'arg:fc0_weight';
const BIAS = 'arg:fc0_bias';
/** A fixed date, so that equal models are equal bytes; ZIP knows no time before 1980. */
const DATE = new Date(1980, 0, 1);

/** The tar that `model.tar.gz` holds; compressing it is the caller's. */
export function encodeArtifact(model: LinearModel): Uint8Array {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const files = {
    'additional-params.json': text(jsonWithInfinity(additionalParameters(model))),
    'manifest.json': text('{"mx-mod": "mxnet_module", "additional-params.json": "json", "version": 1}'),
    'mx-mod-0000.params': writeParameterFile(arraysOf(model)),
    'mx-mod-symbol.json': text(networkJson(model.weights.length, model.lossType)),
  };
  const zip = zipSync(files, { level: 0, mtime: DATE });
  return createTar([
    { name: MEMBER, data: zip, attrs: { mtime: 0, uid: 0, gid: 0, mode: '644', user: '', group: '' } },
  ]);
}

/**
 * Reads what `encodeArtifact` wrote and what SageMaker's Linear Learner writes.
 * @param name what to call the artifact in an error
 * @throws UnknownArtifact
 */
export function decodeArtifact(tar: Uint8Array, name: string): LinearModel {
  try {
    return modelOf(membersOf(tar));
  } catch (error) {
    throw new UnknownArtifact(name, (error as Error).message);
  }
}

function membersOf(tar: Uint8Array): Readonly<Record<string, Uint8Array>> {
  // A copy: the library reads the whole memory behind a view, and a small Buffer shares it with others.
  const files = parseTar(new Uint8Array(tar));
  const member = files.find(({ name }) => name.replace(/^\.\//, '') === MEMBER);
  if (!member?.data)
    throw new Error(`it holds no ${MEMBER} but ${files.map(({ name }) => name).join(', ') || 'nothing'}`);
  return unzipSync(member.data);
}

function modelOf(files: Readonly<Record<string, Uint8Array>>): LinearModel {
  const parameters = parseWithInfinity(textOf(files, 'additional-params.json'));
  if (parameters['predictor_type'] !== 'binary_classifier') {
    throw new Error(`predictor_type was ${JSON.stringify(parameters['predictor_type'])}`);
  }
  const arrays = readParameterFile(fileOf(files, 'mx-mod-0000.params'));
  const weights = arrayOf(arrays, WEIGHT).values;
  const bias = arrays.find(({ name }) => name === BIAS)?.values[0] ?? 0;
  if (![...weights, bias].every(Number.isFinite)) throw new Error('a weight is not finite');
  const metrics = (parameters['metrics_params'] ?? {}) as Record<string, unknown>;
  return {
    weights,
    bias,
    threshold: numberOf(parameters, 'threshold'),
    lossType: lossTypeOf(parameters),
    fBeta: typeof metrics['f_beta'] === 'number' ? metrics['f_beta'] : 1,
    positiveExampleWeightMult:
      typeof metrics['positive_example_weight_mult'] === 'number'
        ? metrics['positive_example_weight_mult']
        : 1,
  };
}

function lossTypeOf(parameters: Readonly<Record<string, unknown>>): LinearModel['lossType'] {
  const loss = parameters['loss_type'];
  if (loss === 'logistic' || loss === 'hinge_loss') return loss;
  throw new Error(`loss_type was ${JSON.stringify(loss)}`);
}

function numberOf(parameters: Readonly<Record<string, unknown>>, name: string): number {
  const value = parameters[name];
  if (typeof value !== 'number' || Number.isNaN(value))
    throw new Error(`${name} was ${JSON.stringify(value)}`);
  return value;
}

function fileOf(files: Readonly<Record<string, Uint8Array>>, name: string): Uint8Array {
  const file = files[name];
  if (!file) throw new Error(`it holds no ${name}`);
  return file;
}

function textOf(files: Readonly<Record<string, Uint8Array>>, name: string): string {
  return new TextDecoder().decode(fileOf(files, name));
}

function arrayOf(arrays: readonly NamedArray[], name: string): NamedArray {
  const array = arrays.find((candidate) => candidate.name === name);
  if (!array) throw new Error(`its parameters have no ${name} but ${arrays.map((a) => a.name).join(', ')}`);
  return array;
}

function arraysOf({ weights, bias }: LinearModel): NamedArray[] {
  return [
    { name: WEIGHT, shape: [weights.length, 1], values: weights },
    { name: BIAS, shape: [1, 1], values: Float32Array.of(bias) },
  ];
}

function additionalParameters({
  threshold,
  lossType,
  fBeta,
  positiveExampleWeightMult,
}: LinearModel): object {
  return {
    threshold,
    loss_type: lossType,
    predictor_type: 'binary_classifier',
    metrics_params: {
      quantile: null,
      huber_delta: null,
      margin: lossType === 'hinge_loss' ? 1 : null,
      loss_insensitivity: null,
      eps_insensitive_loss_type: null,
      accuracy_top_k: 3,
      f_beta: fBeta,
      positive_example_weight_mult: positiveExampleWeightMult,
      class_weights: null,
      threshold,
    },
  };
}
