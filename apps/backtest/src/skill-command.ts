import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { putJson } from '@moving-ground/aws-clients/s3';
import { featureSchemaOf } from '@moving-ground/feature-schema';
import { objectKeys } from '@moving-ground/run';
import type { CommandLine } from './command-line.ts';
import type { Console } from './console.ts';
import { predictionsCsv } from './report/predictions-csv.ts';
import { readBucket, readWalkSettings } from './settings.ts';
import { deployedModels } from './skill/deployed-models.ts';
import { KeptScores } from './skill/kept-scores.ts';
import { publishedSkill } from './skill/published-skill.ts';
import { scoreBatch } from './skill/score-history.ts';
import { skillPage } from './skill/skill-page.ts';
import { skillReport } from './skill/skill-report.ts';
import { skillSummary } from './skill/skill-summary.ts';
import { storedBatches } from './skill/stored-batches.ts';
import { runStorage } from './wiring.ts';

/** No staged batch came after a promoted model. */
export class NothingDeployed extends Error {
  override readonly name = 'NothingDeployed';
}

/** Judges what a running loop has deployed, by the batches that came after it. */
export async function skillCommand(line: CommandLine, console: Console): Promise<void> {
  const { configuration, ages, judge } = readWalkSettings(line, process.env);
  const place = { bucket: readBucket(process.env), storage: runStorage() };
  const schema = featureSchemaOf(configuration.features);
  const { models, leftOut, removed } = await deployedModels(place, schema.hash);
  const folder = line.out ?? join(line.state, 'skill');
  const kept = new KeptScores(join(line.state, 'skill', place.bucket, schema.hash.slice(0, 12)));
  for (const batch of await storedBatches(place, (batchId) => !kept.has(batchId))) {
    const scored = scoreBatch(batch, { models, schema, ages });
    if (scored) kept.put(scored);
  }
  const history = kept.history();
  if (history.batches.length === 0)
    throw new NothingDeployed(
      `no batch of ${place.bucket} came after a promoted model yet: there is nothing to judge`,
    );
  const facts = {
    bucket: place.bucket,
    schemaHash: schema.hash,
    paperLabel: configuration.bot.exitPrice === 'offer',
    models: models.length,
    removed,
    leftOut,
  };
  const report = skillReport(facts, history, judge);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'skill.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, 'skill.html'), skillPage(report));
  writeFileSync(join(folder, 'predictions.csv'), predictionsCsv(history));
  if (line.publish)
    await putJson(place.storage, { bucket: place.bucket, key: objectKeys.skill }, publishedSkill(report));
  console.result(
    line.json ? JSON.stringify({ event: 'skill', ...publishedSkill(report) }) : skillSummary(report),
  );
  console.say(`in ${folder}: skill.html, skill.json, predictions.csv`);
}
