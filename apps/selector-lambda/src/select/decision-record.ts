import {
  challengerOf,
  judgedPartOf,
  selectCandidate,
  type Decision,
  type Selection,
  type TestOfBoth,
} from '@moving-ground/select';
import type { TrainingJob } from '@moving-ground/aws-clients/sagemaker';
import { parseFeatureSchema, windowSeconds } from '@moving-ground/feature-schema';
import { objectKeys, type Champion, type RunParameters, type SelectRequest } from '@moving-ground/run';
import { championDocument, readDocument, type Evidence } from '../documents.ts';
import { runEvidence } from '../run-evidence.ts';
import type { SelectorEffects } from '../selector-effects.ts';
import { compareWithChampion } from './compare-with-champion.ts';
import type { StoredScores } from './stored-scores.ts';

/** runs/{batchId}/{attempt}/decision.json: everything that the decision follows from. */
export type DecisionRecord = Decision & {
  readonly decisionVersion: 2;
  readonly runId: string;
  readonly tuningJobName: string;
  readonly objective: string;
  readonly windowBatches: readonly string[];
  readonly dataEndMs: number;
  /** Of all rows: the first open and the last close. */
  readonly dataSpan: { readonly firstOpenMs: number | null; readonly lastCloseMs: number | null };
  readonly seeds: { readonly split: number; readonly tuning: number };
  readonly schemaHash: string;
  readonly featureDim: number;
  /** Exits were tested on the side of the entry: a profit has not paid the spread. */
  readonly paperLabel: boolean;
  /** What the weight of the evidence follows from. */
  readonly testPart: TestOfBoth['part'];
  readonly windowSeconds: number;
  /** What both models said of the test part; null where there was nothing to compare. */
  readonly scores: StoredScores | null;
};

export async function decide(
  request: SelectRequest,
  jobs: readonly TrainingJob[],
  effects: SelectorEffects,
): Promise<DecisionRecord> {
  const { run } = request;
  const evidence = await runEvidence(run, effects);
  const champion = await championOf(run, effects);
  const selection = selectionOf(run, { jobs, evidence, champion, effects });
  const challenger = challengerOf(selection);
  const compared =
    challenger && (await compareWithChampion(run, challenger, champion, { evidence, effects }));
  const test = { ...selection.test, scores: compared?.scores };
  return {
    ...provenance(request, evidence, effects),
    testPart: test.part,
    windowSeconds: test.windowSeconds,
    scores: compared?.stored ?? null,
    ...selectCandidate({ ...selection, test }),
  };
}

async function championOf(
  { endpointName }: RunParameters,
  { storage, settings: { bucket } }: SelectorEffects,
): Promise<Champion | undefined> {
  const found = await readDocument(storage, { bucket, key: objectKeys.champion }, championDocument);
  return found?.value.endpointName === endpointName ? found.value : undefined;
}

type Given = {
  readonly jobs: readonly TrainingJob[];
  readonly evidence: Evidence;
  readonly champion: Champion | undefined;
  readonly effects: SelectorEffects;
};

function selectionOf(
  run: RunParameters,
  { jobs, evidence, champion, effects }: Given,
): Selection & { readonly test: TestOfBoth } {
  const { tuning, promotion } = effects.settings.configuration;
  const part = judgedPartOf(tuning.objective);
  const { rows, positives, effectiveSampleSize } = evidence.parts[part];
  return {
    candidates: jobs,
    judged: { part, rows, positives, effectiveSampleSize },
    policy: promotion,
    dataEndMs: run.lastCloseMs,
    champion,
    test: {
      schemaHash: evidence.schemaHash,
      windowSeconds: windowSeconds(parseFeatureSchema(run.extractArguments['--schema'] ?? '')),
      part: testPartOf(evidence),
    },
  };
}

/** What the weight of the evidence follows from, without the files. */
function testPartOf({ parts }: Evidence): TestOfBoth['part'] {
  const { rows, positives, effectiveSampleSize, firstOpenMs, lastCloseMs, medianHoldingMs } = parts.test;
  return { rows, positives, effectiveSampleSize, firstOpenMs, lastCloseMs, medianHoldingMs };
}

type Provenance = Omit<DecisionRecord, keyof Decision | 'testPart' | 'windowSeconds' | 'scores'>;

function provenance(
  { run, tuningJobName }: SelectRequest,
  { schemaHash, featureDim, seed, parts }: Evidence,
  { settings: { configuration } }: SelectorEffects,
): Provenance {
  return {
    decisionVersion: 2,
    runId: run.runId,
    tuningJobName,
    objective: configuration.tuning.objective,
    windowBatches: run.windowBatches,
    dataEndMs: run.lastCloseMs,
    dataSpan: { firstOpenMs: parts.train.firstOpenMs, lastCloseMs: parts.test.lastCloseMs },
    seeds: { split: seed, tuning: configuration.tuning.seed },
    schemaHash,
    featureDim,
    paperLabel: configuration.bot.exitPrice === 'offer',
  };
}
