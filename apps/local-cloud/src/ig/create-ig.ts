import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MarketSource } from '../market/market-source.ts';
import { noFaults, type IgFaults } from './faults.ts';
import { MarketPlayback } from './playback/market-playback.ts';
import { MarketPosition } from './playback/market-position.ts';
import { IgLogins } from './rest/ig-logins.ts';
import { IgRest, type IgCredentials } from './rest/ig-rest.ts';
import type { DataSession } from './tlcp/data-session.ts';
import { TlcpServer } from './tlcp/tlcp-server.ts';

export type IgSettings = {
  readonly credentials: IgCredentials;
  readonly epic: string;
  readonly source: MarketSource;
  /** Event time for one unit of real time, or as fast as the client reads. */
  readonly speed: number | 'max';
  /** A bound on full speed; absent: none. */
  readonly mostTicksASecond?: number | undefined;
  /** While true the market stands still. */
  readonly paused: () => boolean;
  /** Remembers across restarts how far the market has moved. */
  readonly positionFile: string;
  /** Where clients reach this process. */
  readonly publicUrl: () => string;
  /** A Lightstreamer connection without news is told that it lives, at least this often; default 5 s. */
  readonly keepAliveMs?: number | undefined;
  /** The source failed, as with a damaged recording: no more prices come. */
  readonly onFailure: (error: Error) => void;
};

/** What can be done to a connected client, besides the lasting faults; false when none is connected. */
export type IgControl = {
  /** The present ones; each may be set. */
  readonly faults: IgFaults;
  /** Cuts the TCP connection. */
  readonly drop: () => boolean;
  /** Ends the Lightstreamer session with a code. */
  readonly end: (code: number, message: string) => boolean;
  /** Asks the client to bind again. */
  readonly loop: () => boolean;
  /** As if they had expired: the stream goes on, the next login or reconnection fails. */
  readonly invalidateTokens: () => void;
};

export type Ig = {
  readonly http: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly close: () => Promise<void>;
  /** Event time of the last tick sent; minus infinity before the first. */
  readonly position: () => number;
  readonly control: IgControl;
};

/** IG on one machine: REST login under /gateway/deal, Lightstreamer under /lightstreamer. @throws PositionUnusable */
export function createIg(settings: IgSettings): Ig {
  const { epic, publicUrl, credentials, keepAliveMs } = settings;
  const logins = new IgLogins();
  const faults = noFaults();
  const position = new MarketPosition(settings.positionFile);
  const playback = new MarketPlayback({ ...settings, position, faults });
  const rest = new IgRest({ credentials, epic, logins, faults, publicUrl });
  const server = new TlcpServer({ epic, logins, faults, playback, keepAliveMs });
  const toClient = (act: (session: DataSession) => void): boolean => {
    const { session } = server;
    if (!session?.socket) return false;
    act(session);
    return true;
  };
  return {
    http: (request, response) =>
      request.url?.startsWith('/gateway/deal')
        ? rest.serve(request, response)
        : server.http(request, response),
    upgrade: (request, socket, head) => server.upgrade(request, socket, head),
    close: async () => {
      server.close();
      await playback.close();
    },
    position: () => position.positionMs,
    control: {
      faults,
      drop: () => toClient((session) => session.socket?.terminate()),
      end: (code, message) => toClient((session) => session.end(code, message)),
      loop: () => toClient((session) => session.loop()),
      invalidateTokens: () => logins.invalidate(),
    },
  };
}
