import { CreateTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { scoresOfArtifact } from './scores-of-artifact.ts';
import type { Step, VerifyContext } from './step.ts';
import { storeToyDataset, toyRows } from './toy-dataset.ts';
import { TOY_HYPERPARAMETERS, toyTraining } from './toy-training.ts';
import { trainingEnd } from './training-step.ts';

/** Some minutes of a serverless endpoint, and one request. */
const MOST_DOLLARS = 0.02;
/** Scores are float32 there and float64 here: 24 bits are 6e-8, through some dozen operations. */
const MOST_APART = 1e-5;

/** @param ours a local cloud: it trains the artifact, and says what its scores should be */
export function servedStep(ours: VerifyContext): Step {
  return {
    name: 'an artifact trained here, served by the real image',
    dollars: MOST_DOLLARS,
    run: async (context) => {
      const artifact = await trainedHere(ours);
      const rows = toyRows('test')
        .trimEnd()
        .split('\n')
        .map((row) => row.slice(row.indexOf(',') + 1));
      const here = await scoresOfArtifact(ours, artifact, rows);
      const there = await scoresOfArtifact(context, artifact, rows);
      return compared(here, there);
    },
  };
}

export function compared(
  here: readonly number[],
  there: readonly number[],
): { readonly state: 'ok' | 'wrong'; readonly says: string } {
  if (here.length !== there.length)
    return { state: 'wrong', says: `${there.length} scores for ${here.length} rows` };
  const apart = Math.max(...here.map((score, row) => Math.abs(score - (there[row] ?? NaN))));
  return apart <= MOST_APART
    ? { state: 'ok', says: `${here.length} scores, at most ${apart.toExponential(1)} apart` }
    : { state: 'wrong', says: `scores are up to ${apart} apart` };
}

async function trainedHere(ours: VerifyContext): Promise<Uint8Array> {
  const TrainingJobName = `${ours.namePrefix}verify-artifact`;
  const definition = toyTraining(ours, await storeToyDataset(ours));
  await ours.sageMaker.send(
    new CreateTrainingJobCommand({
      ...definition,
      TrainingJobName,
      HyperParameters: { ...TOY_HYPERPARAMETERS },
    }),
  );
  const { ModelArtifacts } = await trainingEnd(ours, TrainingJobName);
  const { hostname: Bucket, pathname } = new URL(String(ModelArtifacts?.S3ModelArtifacts));
  const { Body } = await ours.s3.send(new GetObjectCommand({ Bucket, Key: pathname.slice(1) }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}
