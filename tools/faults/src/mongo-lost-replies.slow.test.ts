import { describe, expect, it } from 'vitest';
import { cutEveryReply } from './mongo-lost-replies.ts';
import { groupOfSecond, MongoTrial } from './mongo-trial.ts';

const uri = process.env['MONGODB_URI'];

describe.skipIf(uri === undefined)('replies of the MongoDB server of MONGODB_URI', () => {
  it('cut behind every single byte, leave each group there once', async () => {
    const disturbed = await MongoTrial.at(uri ?? '');
    const undisturbed = await MongoTrial.at(uri ?? '');
    const [store, other] = [await disturbed.open(), await undisturbed.open()];
    const lost = await cutEveryReply(disturbed, store, (at) => store.record(groupOfSecond(at)), [0, 1]);
    for (let second = 0; second <= lost.bytes; second++) await other.record(groupOfSecond(second));
    expect(lost.unanswered).toBeGreaterThan(16);
    expect(lost.owed).toBeGreaterThan(16);
    expect(await disturbed.kept()).toEqual(await undisturbed.kept());
    await disturbed.end();
    await undisturbed.end();
  });
});
