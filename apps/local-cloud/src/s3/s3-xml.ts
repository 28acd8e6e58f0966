import { XMLBuilder, XMLParser } from 'fast-xml-parser';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: false,
});
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: true });

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** An answer document; lists become repeated elements. */
export function xml(
  root: string,
  content: object,
  options: { readonly namespace: boolean } = { namespace: true },
): string {
  const attributes = options.namespace ? { '@xmlns': NAMESPACE } : {};
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: { ...attributes, ...content } })}`;
}

export function parseXml(text: string): Readonly<Record<string, unknown>> {
  return parser.parse(text) as Record<string, unknown>;
}

/** An element that may stand once or several times. */
export function listOf(element: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (element === undefined || element === '') return [];
  return (Array.isArray(element) ? element : [element]) as Record<string, unknown>[];
}
