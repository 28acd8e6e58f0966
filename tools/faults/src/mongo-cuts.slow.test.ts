import { describe, expect, it } from 'vitest';
import { cutEverywhere } from './mongo-cuts.ts';
import { groupOfSecond, MongoTrial } from './mongo-trial.ts';

const uri = process.env['MONGODB_URI'];

describe.skipIf(uri === undefined)('replies of the MongoDB server of MONGODB_URI', () => {
  it('cut behind every single byte, leave each group there once', async () => {
    const disturbed = await MongoTrial.at(uri ?? '');
    const undisturbed = await MongoTrial.at(uri ?? '');
    const [store, other] = [await disturbed.open(), await undisturbed.open()];
    const cuts = { direction: 'reply', from: 0, step: 1 } as const;
    const cut = await cutEverywhere(disturbed, store, (at) => store.record(groupOfSecond(at)), cuts);
    for (let second = 0; second <= cut.bytes; second++) await other.record(groupOfSecond(second));
    expect(cut.unanswered).toBeGreaterThan(16);
    expect(cut.owed).toBeGreaterThan(16);
    expect(await disturbed.kept()).toEqual(await undisturbed.kept());
    await disturbed.end();
    await undisturbed.end();
  });
});
