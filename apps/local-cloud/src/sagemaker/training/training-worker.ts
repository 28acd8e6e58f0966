import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { fit, type FitResult } from '@moving-ground/fit';
import { encodeArtifact } from '@moving-ground/formats';
import { parseHyperparameters } from '@moving-ground/tuning-config';
import type { TrainingData } from './channel-data.ts';
import type { TrainingInput, TrainingOutcome } from './train.ts';

const { hyperparameters, data } = workerData as TrainingInput;
parentPort?.postMessage({ answer: outcome(hyperparameters, data) });

/** A refusal of the hyperparameters or the data, or a divergence, is an outcome; so is a bug, told the same way. */
function outcome(hyperparameters: TrainingInput['hyperparameters'], data: TrainingData): TrainingOutcome {
  try {
    return trained(
      fit({
        hyperparameters: parseHyperparameters(hyperparameters),
        ...data,
        log: (line) => parentPort?.postMessage(line),
        now: Date.now,
      }),
    );
  } catch (error) {
    const { name, message } = error as Error;
    return { failure: `${name}: ${message}` };
  }
}

function trained({ model, metrics }: FitResult): TrainingOutcome {
  return { artifact: gzipSync(encodeArtifact(model)), metrics };
}
