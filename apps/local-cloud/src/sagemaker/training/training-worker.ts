import { gzipSync } from 'node:zlib';
import { fit, UnusableData, type Dataset, type FitRequest, type FitResult } from '@moving-ground/fit';
import { encodeArtifact } from '@moving-ground/formats';
import { KernelRows } from '@moving-ground/numeric';
import { InvalidHyperparameter, parseHyperparameters } from '@moving-ground/tuning-config';
import { serveThread } from '../../worker/serve-thread.ts';
import type { ChannelData, TrainingData } from './channel-data.ts';
import { EpochWatch, FellBehind } from './epoch-watch.ts';
import type { TrainingInput, TrainingOutcome } from './training-outcome.ts';

serveThread<TrainingInput, TrainingOutcome>(({ hyperparameters, data, watch }, tell) => {
  const watching = watch && new EpochWatch(watch);
  try {
    const parsed = parseHyperparameters(hyperparameters);
    const request = { hyperparameters: parsed, ...datasetsOf(data), log: tell, now: Date.now };
    const result = fit({ ...request, ...(watching && { afterEpoch: watching.afterEpoch }) });
    return { ...trained(result), ...(watching && { curve: watching.curve }) };
  } catch (error) {
    if (watching && error instanceof FellBehind) return behind(watching);
    // A refusal of the hyperparameters or the data, or a divergence, is an outcome; so is a bug, told the same way.
    return { failure: failureReason(error as Error) };
  }
});

type Datasets = Pick<FitRequest, 'train' | 'validation' | 'test'>;

/** This thread's view of the channels, whose rows lie in one memory. */
function datasetsOf({ memory, train, validation, test }: TrainingData): Datasets {
  const products = new KernelRows(memory, train.featureDim);
  const seen = (channel: ChannelData): Dataset => {
    const { byteOffset, length } = channel.features;
    return { ...channel, features: products.floats(byteOffset, length), products };
  };
  return {
    train: seen(train),
    ...(validation && { validation: seen(validation) }),
    ...(test && { test: seen(test) }),
  };
}

/** As the service says it: whose the fault is, then what the algorithm said. */
function failureReason(error: Error): string {
  const { name, message } = error;
  if (error instanceof InvalidHyperparameter) return `ClientError: ${message} (caused by ValidationError)`;
  if (error instanceof UnusableData) return `ClientError: ${message}`;
  return `AlgorithmError: ${name}: ${message}`;
}

function behind({ curve, metricName }: EpochWatch): TrainingOutcome {
  return { stoppedEarly: true, curve, metrics: [{ name: metricName, value: curve.at(-1) ?? NaN }] };
}

function trained({ model, metrics }: FitResult): Extract<TrainingOutcome, { artifact: Uint8Array }> {
  return { artifact: gzipSync(encodeArtifact(model)), metrics };
}
