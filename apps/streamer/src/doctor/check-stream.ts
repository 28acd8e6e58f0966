import { PRICE_ADAPTER, PRICE_FIELDS } from '@moving-ground/lightstreamer';
import { check, ok, problem, type Check } from './check.ts';
import { WatchedStream } from './watched-stream.ts';

export type StreamParts = {
  readonly epic: string;
  /** How long to wait for the subscription. */
  readonly withinMs: number;
  readonly now: () => number;
  /** Told the stream as soon as it is open, to close it. */
  readonly onOpen: (stream: WatchedStream) => void;
};

/** One Lightstreamer session with one subscription: the protocol, the data adapter and the fields. */
export function checkStream({ epic, withinMs, now, onOpen }: StreamParts): Check {
  return check({
    name: 'stream',
    needs: ['session', 'marketStatus'],
    gives: ['stream'],
    look: async ({ session }) => {
      const stream = await WatchedStream.open(session, epic, now);
      onOpen(stream);
      const answer = await stream.subscribed(withinMs);
      if (answer === 'subscribed')
        return ok(`protocol, adapter ${PRICE_ADAPTER} and ${PRICE_FIELDS.length} fields are accepted`, {
          stream,
        });
      if (answer) return problem(answer.reason, adviceOn(answer.isForGood));
      return problem(
        `no subscription within ${withinMs / 1000} s, the connection is ${stream.status}`,
        `check that this network lets HTTPS and WebSockets through to ${hostOf(session.lightstreamerEndpoint)}`,
      );
    },
  });
}

function adviceOn(isForGood: boolean): string {
  return isForGood
    ? 'trying again changes nothing before that is put right'
    : 'wait a minute and run this again';
}

function hostOf(address: string): string {
  return URL.parse(address)?.host ?? 'the Lightstreamer server';
}
