import type { Offer } from '../ig/offer.ts';
import type { OfflineIg } from '../ig/offline-ig.ts';
import { withScratchFolder } from '../scratch-folder.ts';

/** Has the market offered from its beginning, to a listener with an empty folder of its own. */
export function offered<T>(
  ig: OfflineIg,
  offer: Omit<Offer, 'folder'>,
  listen: (url: string, folder: string) => Promise<T>,
): Promise<T> {
  return withScratchFolder(async (folder) => {
    const { url } = await ig.offer({ ...offer, folder });
    return listen(url, folder);
  });
}
