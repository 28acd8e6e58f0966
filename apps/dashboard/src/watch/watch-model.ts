import { gunzipSync } from 'node:zlib';
import { getJson, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { Configuration } from '@moving-ground/configuration';
import { featureSchemaOf } from '@moving-ground/feature-schema';
import { decodeArtifact, decodeRecords } from '@moving-ground/formats';
import type { Candidate, LinearModel } from '@moving-ground/model';
import {
  objectKeys,
  parseRunId,
  type Champion,
  type DatasetReport,
  type PublishedSkill,
  type RunId,
} from '@moving-ground/run';
import type { Board } from '../serve/board.ts';
import type { ModelView, RunView } from '../view/index.ts';
import { orderValue } from './order-value.ts';
import { scoredOn, type Contender } from './scored-on.ts';

export type ModelPlace = {
  readonly storage: ObjectStorage;
  readonly bucket: string;
  readonly configuration: Configuration;
};

type Stored = Pick<Candidate, 'trainingJobName' | 'modelDataUrl'>;
type Decision = { readonly promoted: string | null; readonly candidates: readonly Stored[] };

/** What the model that serves is, and what it and its newest challenger make of the newest test part. */
export class ModelWatch {
  readonly #place: ModelPlace;
  readonly #board: Board;
  #seen = '';
  #version = 0;
  view: ModelView | undefined;

  constructor(place: ModelPlace, board: Board) {
    this.#place = place;
    this.#board = board;
  }

  champion(): Promise<Champion | undefined> {
    return this.#json<Champion>(objectKeys.champion);
  }

  /** A run's decision as it is stored; undefined where it has none, or none any more. */
  decision(runId: string): Promise<unknown> {
    return this.#json(objectKeys.runDecision(runId as RunId));
  }

  /** @param runs newest first */
  async look(runs: readonly RunView[]): Promise<void> {
    const champion = await this.champion();
    if (!champion) return;
    const judged = newestJudged(runs) ?? champion.runId;
    const skill = (await this.#json<PublishedSkill>(objectKeys.skill)) ?? null;
    const view = await this.#current(champion, judged);
    if (view === this.view && skill?.lastCloseMs === view.skill?.lastCloseMs) return;
    this.view = { ...view, skill };
    this.#board.put('model', ++this.#version);
  }

  /** The view as it is while model and run are the same. */
  async #current(champion: Champion, judged: RunId): Promise<ModelView> {
    const seen = `${champion.modelName} ${judged}`;
    if (this.view && seen === this.#seen) return this.view;
    const view = { ...(await this.#viewOf(champion, judged)), skill: this.view?.skill ?? null };
    this.#seen = seen;
    return view;
  }

  async #viewOf(champion: Champion, judged: RunId): Promise<Omit<ModelView, 'skill'>> {
    const model = await this.#model(champion.modelDataUrl);
    const decision = await this.#json<Decision>(objectKeys.runDecision(judged));
    const challengers = await this.#challengers(champion, judged, decision);
    const { columns } = featureSchemaOf(this.#place.configuration.features);
    const { runId, modelName, dataEndMs, promotedAtMs, featureDim, schemaHash } = champion;
    return {
      endpointName: champion.endpointName,
      champion: { runId, modelName, dataEndMs, promotedAtMs, featureDim, schemaHash },
      columns,
      weights: [...model.weights],
      bias: model.bias,
      challenger: challengerOf(challengers, featureDim),
      test: await this.#test(judged, [{ modelName, runId, model }, ...challengers]),
    };
  }

  /** The newest run's best candidate, where it is not the champion itself. */
  async #challengers(
    champion: Champion,
    judged: RunId,
    decision: Decision | undefined,
  ): Promise<Contender[]> {
    const [best] = decision?.candidates ?? [];
    if (!best?.modelDataUrl || best.modelDataUrl === champion.modelDataUrl) return [];
    const model = await this.#model(best.modelDataUrl);
    return [{ modelName: best.trainingJobName, runId: judged, model }];
  }

  async #test(runId: RunId, contenders: readonly Contender[]): Promise<ModelView['test']> {
    const { batchId } = parseRunId(runId);
    const report = await this.#json<DatasetReport>(objectKeys.datasetReport(batchId));
    if (!report) return null;
    const files = await Promise.all(report.parts.test.files.map((key) => this.#body(key)));
    const parts = files.map((file) => decodeRecords(file, 'test part'));
    const scored = contenders
      .filter(({ model }) => model.weights.length === report.featureDim)
      .map((contender) => scoredOn(parts, contender));
    const { effectiveSampleSize, distinctSeconds } = report.parts.test;
    return {
      runId,
      labels: parts.flatMap(({ labels }) => [...labels]),
      effectiveSampleSize,
      distinctSeconds,
      ...orderValue(this.#place.configuration.bot, parts),
      scored,
    };
  }

  /** @throws UnknownArtifact */
  async #model(url: string): Promise<LinearModel> {
    const key = new URL(url).pathname.slice(1);
    return decodeArtifact(gunzipSync(await this.#body(key)), key);
  }

  async #body(key: string): Promise<Uint8Array> {
    const stored = await this.#place.storage.get(this.#place.bucket, key);
    if (!stored)
      throw new RangeError(`s3://${this.#place.bucket}/${key} is not there: it was removed, or never stored`);
    return stored.body;
  }

  async #json<T>(key: string): Promise<T | undefined> {
    const { storage, bucket } = this.#place;
    return (await getJson(storage, { bucket, key }))?.value as T | undefined;
  }
}

function challengerOf([contender]: readonly Contender[], featureDim: number): ModelView['challenger'] {
  if (contender?.model.weights.length !== featureDim) return null;
  const { runId, model } = contender;
  return { runId, weights: [...model.weights], bias: model.bias };
}

function newestJudged(runs: readonly RunView[]): RunId | undefined {
  const judged = runs.find(({ states }) =>
    states.some(({ name, exitedAtMs }) => name === 'SelectModel' && exitedAtMs !== null),
  );
  return judged?.runId as RunId | undefined;
}
