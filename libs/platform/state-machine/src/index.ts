export {
  resolvePipeline,
  MissingSubstitution,
  UnknownSubstitution,
  type PipelineDocument,
  type PipelineSubstitutions,
} from './resolve-pipeline.ts';
export { PIPELINE_PLACEHOLDERS, type PipelinePlaceholder } from './pipeline-placeholders.ts';
