import { getJson, putJson } from '@moving-ground/aws-clients/s3';
import { objectKeys } from '@moving-ground/run';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { articleJobs } from '../article-jobs.fixture.ts';
import { endpointIn } from '../fake-sage-maker.fixture.ts';
import { select } from '../handler.ts';
import type { DecisionRecord } from '../select/decision-record.ts';
import {
  bucket,
  champion,
  championPlace,
  fakes,
  job,
  request,
  runId,
  type Fakes,
} from '../selector-world.fixture.ts';
import { artifactKnowing } from '../test-part.fixture.ts';
import { explainDecision } from './explain-decision.ts';

const decisionPlace = { bucket, key: objectKeys.runDecision(runId) };
const scoresKey = objectKeys.runTestScores(runId);

let world: Fakes;

beforeEach(async () => {
  world = await fakes({ endpoint: endpointIn('InService') });
  await putJson(world.storage, championPlace, champion);
  await world.storage.put(bucket, champion.modelDataUrl.replace(`s3://${bucket}/`, ''), artifactKnowing(1.1));
});

const explained = () => explainDecision(runId, { storage: world.storage, bucket });

async function changeRecord(change: (record: DecisionRecord) => object): Promise<void> {
  const record = (await getJson(world.storage, decisionPlace))?.value as DecisionRecord;
  await putJson(world.storage, decisionPlace, { ...record, ...change(record) });
}

describe('explain', () => {
  it('prints the decision with the numbers of both, and makes it again from the stored scores', async () => {
    await select(request, undefined, world.effects);
    const { lines, isSame } = await explained();
    const text = lines.join('\n');
    expect(isSame).toBe(true);
    expect(lines[0]).toBe(`run ${runId}: ${job(2, 0, 0).trainingJobName} promoted (policy gate)`);
    expect(text).toContain('mind: paper label');
    expect(text).toContain('evidence: enough: the test part has 40 rows, worth 10.0 independent ones');
    expect(text).toContain('each flagging 20 of the 40 rows of the test part (50.0 %)');
    expect(text).toMatch(/precision +1\.0000 +1\.0000 +0\.1000/);
    expect(text).toMatch(/expectancy after the spread +9\.0000 +9\.0000 +2\.0000/);
    expect(text).toMatch(/log-loss +0\.3133 +0\.2873 +0\.0500/);
    expect(text).toContain('seeds: split 7, tuning 1');
    expect(lines.at(-1)).toBe('worked out again from the stored scores: the same decision');
  });

  it("prints why the article's ten jobs left the champion where it was", async () => {
    world.world.jobs.splice(0, Infinity, ...articleJobs());
    const configuration = {
      ...world.effects.settings.configuration,
      tuning: { ...world.effects.settings.configuration.tuning, objective: 'test:precision' as const },
    };
    const settings = { ...world.effects.settings, configuration };
    await select(request, undefined, { ...world.effects, settings });
    const { lines, isSame } = await explained();
    expect(isSame).toBe(true);
    expect(lines[0]).toBe(`run ${runId}: champion earlier retained (policy gate)`);
    expect(lines[1]).toContain('its test:recall was 0.017, below minRecall 0.05');
    expect(lines).toContain('nothing was compared on the test part');
  });

  it('says loudly that the record decides otherwise than its scores', async () => {
    await select(request, undefined, world.effects);
    await changeRecord(() => ({ verdict: 'retain', promoted: null }));
    const { lines, isSame } = await explained();
    expect(isSame).toBe(false);
    expect(lines.join('\n')).toContain('THE DECISION IS ANOTHER');
    expect(lines).toContain('  verdict was "retain", is "promote"');
  });

  it('says so too when a metric or the policy of the record was changed', async () => {
    await select(request, undefined, world.effects);
    await changeRecord(({ policy }) => ({ policy: { ...policy, minRecall: 0.99 } }));
    expect((await explained()).lines.join('\n')).toContain('verdict was "promote", is "retain"');
  });

  it('refuses scores that are not those of the decision, or are gone', async () => {
    await select(request, undefined, world.effects);
    const packed = (await world.storage.get(bucket, scoresKey))?.body ?? new Uint8Array();
    const other = gunzipSync(packed).toString().replace(',9,', ',8,');
    await world.storage.put(bucket, scoresKey, gzipSync(other));
    await expect(explained()).rejects.toThrow('its sha256 differs');
    await world.storage.delete(bucket, scoresKey);
    await expect(explained()).rejects.toThrow(`${scoresKey} is not there`);
  });

  it('decides again from scores whose hash fits, and finds what does not follow from them', async () => {
    await world.storage.put(
      bucket,
      job(2, 0, 0).modelDataUrl.replace(`s3://${bucket}/`, ''),
      artifactKnowing(-3),
    );
    await select(request, undefined, world.effects);
    expect((await explained()).isSame).toBe(true);
    await changeRecord((record) => ({
      comparison: { ...record.comparison, flaggedRows: 21 },
    }));
    expect((await explained()).lines.join('\n')).toContain('comparison was');
  });

  it('knows no run that has not decided, and no record of another version', async () => {
    await expect(explained()).rejects.toThrow('has not come to its selection');
    await putJson(world.storage, decisionPlace, { decisionVersion: 1 });
    await expect(explained()).rejects.toThrow('an earlier version of the record');
  });
});
