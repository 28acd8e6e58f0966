import { readFileSync } from 'node:fs';
import { openSync, readSync } from 'node:fs';
import { fit, type Dataset, type FitRequest } from '@moving-ground/fit';
import { TrainingLog, TrainingLoop } from '@moving-ground/fit/training';
import { KernelRows, newKernelMemory, reserve } from '@moving-ground/numeric';
import { parseHyperparameters } from '@moving-ground/tuning-config';
import { startWatch } from '../stopwatch.ts';
import { FEATURE_DIM, trainingFiles } from './training-rows.ts';

/** In a process of its own, so that its memory is its own: `fit-process.ts KIND FOLDER TIMES`. */
const [, , kind = '', folder = '', times = '1'] = process.argv;

const files = trainingFiles(folder);
const labels = floatsOf(readFileSync(files.labels));
const rows = labels.length;

function floatsOf({ buffer, byteOffset, length }: Buffer): Float32Array {
  return new Float32Array(buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer);
}

/** Straight from the file to where the kernels read it: no second copy. */
function inKernelMemory(): Dataset {
  const memory = newKernelMemory();
  const at = reserve(memory, 4 * rows * FEATURE_DIM);
  const products = new KernelRows(memory, FEATURE_DIM);
  const features = products.floats(at, rows * FEATURE_DIM);
  const file = openSync(files.features, 'r');
  const bytes = new Uint8Array(features.buffer, at, features.byteLength);
  for (let done = 0; done < bytes.length;)
    done += readSync(file, bytes, done, Math.min(1 << 28, bytes.length - done), done);
  return { rows, featureDim: FEATURE_DIM, features, labels, products };
}

function inPlainMemory(): Dataset {
  return { rows, featureDim: FEATURE_DIM, features: floatsOf(readFileSync(files.features)), labels };
}

function hyperparameters(models: string): FitRequest['hyperparameters'] {
  return parseHyperparameters({
    predictor_type: 'binary_classifier',
    mini_batch_size: '200',
    epochs: '15',
    num_models: models,
    early_stopping_patience: '15',
    ...(models === '1' && { learning_rate: '0.005', wd: '0.0001', l1: '0' }),
  });
}

const silent = { log: () => undefined, now: () => performance.now() };

/** The loop alone: the scaler is fitted before the watch starts. */
function train(data: Dataset, models: string): () => void {
  const request = { hyperparameters: hyperparameters(models), train: data, ...silent };
  const loop = new TrainingLoop(request, new TrainingLog(request));
  return () => void loop.run();
}

/** With a validation and a test part of a seventh each, calibration and all metrics. */
function wholeJob(data: Dataset): () => void {
  const seventh = Math.floor(rows / 7);
  const part = { ...data, rows: seventh, labels: labels.subarray(0, seventh) };
  return () =>
    void fit({ hyperparameters: hyperparameters('1'), train: data, validation: part, test: part, ...silent });
}

const data = kind === 'plain' ? inPlainMemory() : inKernelMemory();
const prepare = {
  plain: () => train(data, '1'),
  kernel: () => train(data, '1'),
  grid: () => train(data, '32'),
  job: () => wholeJob(data),
}[kind];
if (!prepare) throw new Error(`no work ${kind}`);
let elapsed = { wallMs: 0, cpuMs: 0 };
for (let i = 0; i < Number(times); i++) {
  const work = prepare();
  const watch = startWatch();
  work();
  elapsed = watch();
}
const peakMb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
console.log(JSON.stringify({ ...elapsed, peakMb }));
