import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { fit, UnusableData, type FitResult } from '@moving-ground/fit';
import { encodeArtifact } from '@moving-ground/formats';
import { InvalidHyperparameter, parseHyperparameters } from '@moving-ground/tuning-config';
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
    return { failure: failureReason(error as Error) };
  }
}

/** As the service says it: whose the fault is, then what the algorithm said. */
function failureReason(error: Error): string {
  const { name, message } = error;
  if (error instanceof InvalidHyperparameter) return `ClientError: ${message} (caused by ValidationError)`;
  if (error instanceof UnusableData) return `ClientError: ${message}`;
  return `AlgorithmError: ${name}: ${message}`;
}

function trained({ model, metrics }: FitResult): TrainingOutcome {
  return { artifact: gzipSync(encodeArtifact(model)), metrics };
}
