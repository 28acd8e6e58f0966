import { createObjectStorage } from '@moving-ground/aws-clients/s3';
import { createSecrets } from '@moving-ground/aws-clients/secrets-manager';
import {
  FEED_TIMING,
  igRequest,
  type IgAnswer,
  type IgRequest,
  type OpenSession,
} from '@moving-ground/lightstreamer';
import { Scrubber } from '@moving-ground/logging';
import type { MarketStore } from '@moving-ground/market';
import type { Settings } from '../settings.ts';
import { addressOf, openStore } from '../wiring.ts';
import type { Check, CheckResult } from './check.ts';
import { doctorChecks } from './doctor.ts';
import { examine } from './examine.ts';
import type { WatchedStream } from './watched-stream.ts';

export type DoctorOptions = {
  readonly seconds: number;
  readonly isRecorded: boolean;
  /** Told each result as it is found, without secrets. */
  readonly tell: (result: CheckResult) => void;
};

/** Examines everything that the streamer of these settings needs. @returns whether there is no problem */
export async function examineStreamer(settings: Settings, options: DoctorOptions): Promise<boolean> {
  const opened = new Opened(settings);
  let isSound = true;
  try {
    for await (const result of examine(checksOf(settings, options, opened))) {
      isSound &&= result.state !== 'problem';
      options.tell(withoutSecrets(result, opened.scrubber));
    }
  } finally {
    await opened.close();
  }
  return isSound;
}

function checksOf(settings: Settings, options: DoctorOptions, opened: Opened): readonly Check[] {
  const { configuration, bucket, secretName, accountId } = settings;
  const { list } = createObjectStorage();
  return doctorChecks({
    ...options,
    secretName,
    accountId,
    readSecret: createSecrets().read,
    openStore: opened.openStore,
    bucket: { bucket, list },
    ask: opened.ask,
    epic: configuration.instrument.epic,
    bot: configuration.bot,
    now: Date.now,
    hide: (value) => opened.scrubber.hide(value),
    onSession: opened.onSession,
    onOpen: opened.onStream,
  });
}

/** What an examination opens, and has to leave as it was. */
class Opened {
  readonly scrubber = new Scrubber();
  readonly #settings: Settings;
  #store: MarketStore | undefined;
  #session: OpenSession | undefined;
  #stream: WatchedStream | undefined;
  #apiKey = '';

  constructor(settings: Settings) {
    this.#settings = settings;
    addressOf(settings.store).forEach((address) => this.scrubber.hide(address));
  }

  readonly openStore = async (): Promise<MarketStore> =>
    (this.#store = await openStore(this.#settings.store));

  readonly ask = (request: IgRequest, apiKey: string): Promise<IgAnswer> => {
    this.#apiKey = apiKey;
    const { igUrl: baseUrl } = this.#settings;
    return igRequest({ baseUrl, apiKey, timeoutMs: FEED_TIMING.request }, request);
  };

  readonly onSession = (session: OpenSession): void => {
    this.#session = session;
    this.scrubber.hide(session.tokens.cst);
    this.scrubber.hide(session.tokens.securityToken);
  };

  readonly onStream = (stream: WatchedStream): void => {
    this.#stream = stream;
  };

  async close(): Promise<void> {
    await this.#stream?.close();
    const tokens = this.#session?.tokens;
    // A session that cannot be ended ends by itself in some hours.
    if (tokens)
      await this.ask({ method: 'DELETE', path: '/session', tokens }, this.#apiKey).catch(() => undefined);
    await this.#store?.close();
  }
}

function withoutSecrets({ detail, advice, ...result }: CheckResult, scrubber: Scrubber): CheckResult {
  const sound = { ...result, detail: scrubber.scrub(detail) };
  return advice === undefined ? sound : { ...sound, advice: scrubber.scrub(advice) };
}
