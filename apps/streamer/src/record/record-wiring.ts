import { createSecrets } from '@moving-ground/aws-clients/secrets-manager';
import { createIgPriceFeed, type FeedLog } from '@moving-ground/lightstreamer';
import { Scrubber } from '@moving-ground/logging';
import type { PriceFeed } from '@moving-ground/market';
import { readIgCredentials } from '../ig-credentials.ts';
import type { Settings } from '../settings.ts';
import { Recorder, type Recorded, type RecorderEvent } from './recorder.ts';
import { RecordingFile, type RecordingState } from './recording-file.ts';

const FLUSH_MS = 2_000;

export type RecordOptions = {
  readonly path: string;
  /** Go on in a file that is there. */
  readonly isAppending: boolean;
  readonly mostTicks: number | undefined;
  /** Ends the recording. */
  readonly stopped: AbortSignal;
  /** Told what the file held. */
  readonly onOpened: (state: RecordingState) => void;
  readonly tell: (event: RecorderEvent) => void;
};

/** Records the feed of these settings. @throws RecordingNotUsable, SecretUnreadable, InvalidSecret, IgRefused and its like */
export async function record(settings: Settings, options: RecordOptions): Promise<Recorded> {
  const { path, isAppending, mostTicks, stopped, tell } = options;
  const file = await (isAppending ? RecordingFile.resume(path) : RecordingFile.create(path));
  try {
    options.onOpened(file.state);
    const recorder = new Recorder({
      feed: await feedOf(settings, tell),
      append: (lines) => file.append(lines),
      lastTick: file.state.lastTick,
      maxGapSeconds: settings.configuration.features.maxGapSeconds,
      flushMs: FLUSH_MS,
      mostTicks,
      tell,
    });
    stopped.addEventListener('abort', () => recorder.stop());
    if (stopped.aborted) recorder.stop();
    return await recorder.run();
  } finally {
    await file.close();
  }
}

async function feedOf(settings: Settings, tell: RecordOptions['tell']): Promise<PriceFeed> {
  const { configuration, igUrl: baseUrl, secretName, accountId } = settings;
  const credentials = await readIgCredentials(createSecrets().read, secretName);
  return createIgPriceFeed({
    baseUrl,
    credentials,
    epic: configuration.instrument.epic,
    logger: tellingRetries(tell),
    ...(accountId === undefined ? {} : { accountId }),
  });
}

/** Of the feed's own lines only why it has to try again. */
function tellingRetries(tell: RecordOptions['tell']): FeedLog {
  const scrubber = new Scrubber();
  return {
    info: () => undefined,
    warn: (fields) => {
      const { event, reason } = fields as { readonly event?: string; readonly reason?: string };
      if (event === 'feed-rebuild')
        tell({ event: 'feed', kind: 'retrying', reason: scrubber.scrub(String(reason)) });
    },
    hideSecret: (value) => scrubber.hide(value),
  };
}
