import { ServiceError } from '../protocol/service-error.ts';
import { sameTag } from './refuse-unmet.ts';
import { listOf, parseXml } from './s3-xml.ts';

export type Part = { readonly number: number; readonly size: number; readonly etag: string };

/**
 * The parts that the document of CompleteMultipartUpload names, as they were uploaded.
 * @throws ServiceError MalformedXML, InvalidPart, InvalidPartOrder
 */
export function wantedParts(document: string, uploaded: readonly Part[]): Part[] {
  const root = parseXml(document)['CompleteMultipartUpload'];
  const wanted = listOf((root as Readonly<Record<string, unknown>> | undefined)?.['Part']);
  if (wanted.length === 0) throw new ServiceError('MalformedXML', 'The XML you provided was not well-formed');
  const parts = wanted.map((part) => partOf(part, uploaded));
  if (parts.some(({ number }, i) => i > 0 && number <= (parts[i - 1]?.number ?? 0)))
    throw new ServiceError('InvalidPartOrder', 'The list of parts was not in ascending order.');
  return parts;
}

function partOf(wanted: Readonly<Record<string, unknown>>, uploaded: readonly Part[]): Part {
  const part = uploaded.find(({ number }) => number === Number(wanted['PartNumber']));
  if (part && sameTag(String(wanted['ETag'] ?? '*'), part.etag)) return part;
  throw new ServiceError('InvalidPart', 'One or more of the specified parts could not be found.');
}
