import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { PriceTick } from '@moving-ground/market';
import { serveIgRest } from './ig-rest.ts';
import { IgSessions, type IgCredentials } from './ig-sessions.ts';
import { MarketPlayer } from './market-player.ts';
import { StreamServer } from './stream-server.ts';

export type IgSettings = {
  readonly credentials: IgCredentials;
  readonly epic: string;
  readonly source: () => AsyncIterable<readonly PriceTick[]>;
  /** Times real time, or as fast as the client takes it. */
  readonly speed: number | 'max';
  /** While true the market stands still. */
  readonly paused: () => boolean;
  readonly positionFile: string;
  readonly publicUrl: () => string;
  /** The source cannot be read on. */
  readonly onFailure: (error: Error) => void;
};

/** How the stand-in is told to misbehave. */
export type IgFaults = {
  readonly dropConnections: () => void;
  readonly mute: (isMuted: boolean) => void;
  readonly end: (code: number, message: string) => void;
  readonly invalidateTokens: () => void;
};

export type Ig = {
  readonly http: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly close: () => Promise<void>;
  readonly faults: IgFaults;
};

/** IG itself never ends a session so: the recording has no more prices. */
export const RECORDING_ENDED = { code: -7, message: 'recording ended' } as const;

/** IG on this machine: REST login and a Lightstreamer server that plays a market. */
export function createIg(settings: IgSettings): Ig {
  const sessions = new IgSessions(settings.credentials);
  const player: MarketPlayer = new MarketPlayer({
    ...settings,
    session: () => streams.subscribed,
    onEnd: () => streams.end(RECORDING_ENDED.code, RECORDING_ENDED.message),
  });
  const streams: StreamServer = new StreamServer({
    sessions,
    epic: settings.epic,
    onSubscribed: (session) => {
      // A client that comes back gets the price as it stands; the first one gets the first price of all.
      if (player.lastTick) session.send([player.lastTick]);
      player.play();
    },
  });
  const rest = { sessions, epic: settings.epic, publicUrl: settings.publicUrl };
  return {
    http: (request, response) =>
      request.url?.startsWith('/lightstreamer')
        ? streams.http(request, response)
        : serveIgRest(rest, request, response),
    upgrade: (request, socket, head) => streams.upgrade(request, socket, head),
    close: async () => {
      player.close();
      streams.close();
    },
    faults: {
      dropConnections: () => streams.dropConnections(),
      mute: (isMuted) => {
        player.muted = isMuted;
      },
      end: (code, message) => streams.end(code, message),
      invalidateTokens: () => sessions.invalidate(),
    },
  };
}
