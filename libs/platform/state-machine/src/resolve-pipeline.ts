import pipeline from './pipeline.asl.json' with { type: 'json' };
import { PIPELINE_PLACEHOLDERS, type PipelinePlaceholder } from './pipeline-placeholders.ts';

export type PipelineSubstitutions = Readonly<Record<PipelinePlaceholder, string>>;

/** A state machine document in the Amazon States Language, with the parts that callers look into. */
export type PipelineDocument = {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

export class MissingSubstitution extends Error {
  override readonly name = 'MissingSubstitution';
  constructor(placeholder: string) {
    super(`pipeline.asl.json names \${${placeholder}}: give it a text that is not empty`);
  }
}

export class UnknownSubstitution extends Error {
  override readonly name = 'UnknownSubstitution';
  constructor(was: string) {
    super(`pipeline.asl.json has no \${${was}}: give ${PIPELINE_PLACEHOLDERS.join(', ')}, and nothing else`);
  }
}

/**
 * The run definition with every placeholder filled in; a new document each time.
 * @throws MissingSubstitution, UnknownSubstitution
 */
export function resolvePipeline(substitutions: PipelineSubstitutions): PipelineDocument {
  const given: Readonly<Record<string, string | undefined>> = substitutions;
  for (const name of Object.keys(given))
    if (!PIPELINE_PLACEHOLDERS.some((known) => known === name)) throw new UnknownSubstitution(name);
  for (const name of PIPELINE_PLACEHOLDERS) if (!given[name]) throw new MissingSubstitution(name);
  return fillIn(pipeline, given) as PipelineDocument;
}

function fillIn(node: unknown, given: Readonly<Record<string, string | undefined>>): unknown {
  if (typeof node === 'string')
    return node.replace(/\$\{(\w+)\}/g, (_, name: string) => filling(name, given));
  if (Array.isArray(node)) return node.map((inner) => fillIn(inner, given));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, fillIn(inner, given)]));
}

function filling(name: string, given: Readonly<Record<string, string | undefined>>): string {
  const value = given[name];
  if (value === undefined) throw new MissingSubstitution(name);
  return value;
}
