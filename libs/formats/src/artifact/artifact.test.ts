import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { createTar, parseTar } from 'nanotar';
import { describe, expect, it } from 'vitest';
import { decodeArtifact, encodeArtifact } from './artifact.ts';
import { writeParameterFile, type NamedArray } from './parameter-file.ts';
import { UnknownArtifact } from './unknown-artifact.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const filesOf = (tar: Uint8Array): Record<string, Uint8Array> =>
  unzipSync(parseTar(new Uint8Array(tar))[0]!.data!);

/** Without the operators' names, which carry a number that runs through the life of a process. */
function graphOf(files: Record<string, Uint8Array>): unknown {
  const graph = JSON.parse(new TextDecoder().decode(files['mx-mod-symbol.json'])) as {
    nodes: { op: string; name: string }[];
  };
  return { ...graph, nodes: graph.nodes.map((node) => (node.op === 'null' ? node : { ...node, name: '' })) };
}

const data = process.env['GROUND_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data');
const fixture = join(data, 'linear-learner/ll-adult-prediction-model.tar.gz');

describe('a model artifact', () => {
  const model = {
    weights: Float32Array.of(0.5, -1.25),
    bias: 0.1,
    threshold: Infinity,
    lossType: 'logistic',
    fBeta: 1,
    positiveExampleWeightMult: 2.5,
  } as const;

  it('reads back what was written, infinite thresholds included', () => {
    for (const threshold of [0.4630185961723328, Infinity, -Infinity]) {
      const read = decodeArtifact(encodeArtifact({ ...model, threshold }), 'a');
      expect(read).toEqual({ ...model, threshold, bias: Math.fround(0.1) });
    }
  });

  it('is the same bytes for the same model', () => {
    expect(encodeArtifact(model)).toEqual(encodeArtifact(model));
  });

  it('of something else is refused by name', () => {
    expect(() => decodeArtifact(bytes('no tar at all'), 'models/x')).toThrow(UnknownArtifact);
    const tar = encodeArtifact(model);
    expect(() => decodeArtifact(tar.subarray(0, 600), 'models/x')).toThrow('models/x is no Linear Learner');
  });

  it.skipIf(!existsSync(fixture))("of SageMaker's own Linear Learner has its published figures", () => {
    const read = decodeArtifact(gunzipSync(readFileSync(fixture)), 'fixture');
    expect([read.weights.length, read.bias, read.threshold]).toEqual([
      14, -9.085369110107422, 0.46301859617233276,
    ]);
    expect(read.weights[9]).toBe(0.8937293887138367);
    expect(read.lossType).toBe('logistic');
  });

  it.skipIf(!existsSync(fixture))("written again has the bytes of SageMaker's own files", () => {
    const real = gunzipSync(readFileSync(fixture));
    const [theirs, ours] = [real, encodeArtifact(decodeArtifact(real, 'fixture'))].map(filesOf);
    for (const name of ['additional-params.json', 'manifest.json', 'mx-mod-0000.params'])
      expect(ours![name], name).toEqual(theirs![name]);
    expect(graphOf(ours!)).toEqual(graphOf(theirs!));
    expect(Object.keys(ours!)).toEqual(Object.keys(theirs!).sort());
  });

  it('keeps its bytes from one version and one time zone to the next', () => {
    expect(createHash('sha256').update(encodeArtifact(model)).digest('hex')).toBe(
      'ae2dce566121afceb37fdcd73fc3bccbecc4bcb868c9fb0d5ac73aa5462cb5cc',
    );
  });

  it('with any byte changed is a model or refused by name', () => {
    const tar = encodeArtifact(model);
    for (let at = 0; at < tar.length; at++) {
      const broken = tar.slice();
      broken[at]! ^= 0x55;
      try {
        expect(decodeArtifact(broken, 'a').weights.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(UnknownArtifact);
      }
    }
  });

  const packed = (changed: Record<string, Uint8Array>): Uint8Array => {
    const zip = zipSync({ ...filesOf(encodeArtifact(model)), ...changed }, { level: 0 });
    return createTar([{ name: 'model_algo-1', data: zip }]);
  };
  const array = (name: string, shape: readonly number[]): NamedArray => ({
    name,
    shape,
    values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5),
  });
  const weights = (...arrays: NamedArray[]): Uint8Array =>
    packed({ 'mx-mod-0000.params': writeParameterFile(arrays) });
  const parameters = (json: string): Uint8Array => packed({ 'additional-params.json': bytes(json) });

  it('may lack its bias', () => {
    expect(decodeArtifact(weights(array('arg:fc0_weight', [3, 1])), 'a')).toMatchObject({
      weights: Float32Array.of(0.5, 0.5, 0.5),
      bias: 0,
    });
  });

  it('may tell of a training with words where numbers stand otherwise', () => {
    const read = decodeArtifact(
      parameters(
        '{"threshold": -Infinity, "loss_type": "hinge_loss", "predictor_type": "binary_classifier", "note": "-Infinity, \\"NaN",' +
          ' "metrics_params": {"f_beta": null, "positive_example_weight_mult": "balanced", "margin": NaN}}',
      ),
      'a',
    );
    expect(read).toMatchObject({
      threshold: -Infinity,
      lossType: 'hinge_loss',
      fBeta: 1,
      positiveExampleWeightMult: 1,
    });
  });

  it.each([
    ['several outputs', weights(array('arg:fc0_weight', [2, 3])), 'arg:fc0_weight has the shape 2 x 3'],
    ['no weights', weights(array('arg:fc0_weight', [0, 1])), 'arg:fc0_weight has the shape 0 x 1'],
    [
      'two biases',
      weights(array('arg:fc0_weight', [2, 1]), array('arg:fc0_bias', [2])),
      'arg:fc0_bias has the shape 2',
    ],
    ['other arrays', weights(array('arg:fc1_weight', [2, 1])), 'no arg:fc0_weight but arg:fc1_weight'],
    ['another predictor', parameters('{"predictor_type": "regressor"}'), 'predictor_type was "regressor"'],
    [
      'no threshold',
      parameters('{"predictor_type": "binary_classifier", "loss_type": "logistic", "threshold": NaN}'),
      'threshold was null',
    ],
    ['no JSON', parameters('{'), 'JSON'],
    [
      'another member',
      createTar([{ name: 'xgboost-model', data: new Uint8Array(9) }]),
      'no model_algo-1 but xgboost-model',
    ],
  ])('with %s is refused', (_, tar, message) => {
    expect(() => decodeArtifact(tar, 'models/x')).toThrow(UnknownArtifact);
    expect(() => decodeArtifact(tar, 'models/x')).toThrow(message);
  });

  it('that announces more than memory is refused before it is unpacked', () => {
    const tar = encodeArtifact(model);
    const view = new DataView(tar.buffer);
    for (let at = 512; at < tar.length - 46; at++)
      // The size before compression, in each entry of the ZIP's directory.
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0xf0000000, true);
    expect(() => decodeArtifact(tar, 'a')).toThrow('announces 4026531840 bytes');
  });
});
