import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createIg, type Ig } from './apps.ts';
import { marketOf } from './market.ts';
import { CREDENTIALS, EPIC, type Offer, type Offered } from './offer.ts';

/** The offline IG in a process of its own: every offer that comes takes the place of the one before. */
let ig: Ig | undefined;
const server = createServer((request, response) => void ig?.http(request, response));
server.on('upgrade', (request, socket, head) => ig?.upgrade(request, socket, head));
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function begin(offer: Offer): Promise<Offered> {
  await ig?.close();
  ig = createIg({
    credentials: CREDENTIALS,
    epic: EPIC,
    source: marketOf(offer),
    speed: 'max',
    mostTicksASecond: offer.mostTicksASecond,
    paused: () => false,
    positionFile: join(offer.folder, 'position.json'),
    publicUrl: () => url,
    onFailure: (error) => {
      throw error;
    },
  });
  return { url };
}

process.on('message', (offer: Offer) => void begin(offer).then((offered) => process.send?.(offered)));
process.on('disconnect', () => process.exit(0));
