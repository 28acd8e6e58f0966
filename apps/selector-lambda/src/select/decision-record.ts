import { judgedPartOf, selectCandidate, type Decision } from '@moving-ground/select';
import { objectKeys, type RunParameters, type SelectRequest } from '@moving-ground/run';
import type { TrainingJob } from '@moving-ground/aws-clients/sagemaker';
import { championDocument, readDocument, type Evidence } from '../documents.ts';
import { runEvidence } from '../run-evidence.ts';
import type { SelectorEffects } from '../selector-effects.ts';

/** runs/{batchId}/{attempt}/decision.json: everything that the decision follows from. */
export type DecisionRecord = Decision & {
  readonly decisionVersion: 1;
  readonly runId: string;
  readonly tuningJobName: string;
  readonly objective: string;
  readonly windowBatches: readonly string[];
  readonly dataEndMs: number;
  readonly schemaHash: string;
  readonly featureDim: number;
  /** Exits were tested on the side of the entry: a profit has not paid the spread. */
  readonly paperLabel: boolean;
};

export async function decide(
  { run, tuningJobName }: SelectRequest,
  jobs: readonly TrainingJob[],
  effects: SelectorEffects,
): Promise<DecisionRecord> {
  const { storage, settings } = effects;
  const { tuning, promotion } = settings.configuration;
  const { bucket } = settings;
  const evidence = await runEvidence(run, effects);
  const champion = await readDocument(storage, { bucket, key: objectKeys.champion }, championDocument);
  const part = judgedPartOf(tuning.objective);
  const decision = selectCandidate({
    candidates: jobs,
    judged: { part, ...evidence.parts[part] },
    policy: promotion,
    dataEndMs: run.lastCloseMs,
    champion: champion?.value.endpointName === run.endpointName ? champion.value : undefined,
  });
  return { ...provenance(run, tuningJobName, evidence, effects), ...decision };
}

function provenance(
  run: RunParameters,
  tuningJobName: string,
  { schemaHash, featureDim }: Evidence,
  { settings }: SelectorEffects,
): Omit<DecisionRecord, keyof Decision> {
  return {
    decisionVersion: 1,
    runId: run.runId,
    tuningJobName,
    objective: settings.configuration.tuning.objective,
    windowBatches: run.windowBatches,
    dataEndMs: run.lastCloseMs,
    schemaHash,
    featureDim,
    paperLabel: settings.configuration.bot.exitPrice === 'offer',
  };
}
