import type { LinearModel } from '@moving-ground/model';
import { unzipSync, zipSync } from 'fflate';
import { createTar, parseTar } from 'nanotar';
import { networkJson } from './network.ts';
import { jsonWithInfinity, parseWithInfinity } from './python-json.ts';
import { UnknownArtifact } from './unknown-artifact.ts';
import { readWeights, writeWeights } from './weights.ts';

const MEMBER = 'model_algo-1';
/** Ten million weights take 40 MB; a file that announces more is damaged or hostile. */
const MOST_BYTES = 67_108_864;
/** A fixed date, so that equal models are equal bytes; ZIP knows no time before 1980. */
const DATE = new Date(1980, 0, 1);

/** The tar that `model.tar.gz` holds; compressing it is the caller's. */
export function encodeArtifact(model: LinearModel): Uint8Array {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const files = {
    'additional-params.json': text(jsonWithInfinity(additionalParameters(model))),
    'manifest.json': text('{"mx-mod": "mxnet_module", "additional-params.json": "json", "version": 1}'),
    'mx-mod-0000.params': writeWeights(model),
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
  return unzipSync(member.data, { filter: refuseHuge });
}

/** The size that is announced is asked for before anything is unpacked. */
function refuseHuge({ name, originalSize }: { name: string; originalSize: number }): boolean {
  if (originalSize > MOST_BYTES)
    throw new Error(`${name} announces ${originalSize} bytes, at most ${MOST_BYTES} are read`);
  return true;
}

function modelOf(files: Readonly<Record<string, Uint8Array>>): LinearModel {
  const parameters = fieldsOf(parseWithInfinity(textOf(files, 'additional-params.json')));
  if (parameters['predictor_type'] !== 'binary_classifier') {
    throw new Error(`predictor_type was ${JSON.stringify(parameters['predictor_type'])}`);
  }
  const metrics = fieldsOf(parameters['metrics_params']);
  return {
    ...readWeights(fileOf(files, 'mx-mod-0000.params')),
    threshold: numberOf(parameters, 'threshold'),
    lossType: lossTypeOf(parameters),
    fBeta: numberOr(1, metrics['f_beta']),
    positiveExampleWeightMult: numberOr(1, metrics['positive_example_weight_mult']),
  };
}

/** Linear Learner writes null, or a word such as "balanced", where the training had no such number. */
function numberOr(otherwise: number, value: unknown): number {
  return typeof value === 'number' ? value : otherwise;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' ? { ...value } : {};
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
