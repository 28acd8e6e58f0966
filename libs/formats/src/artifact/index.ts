export { decodeArtifact, encodeArtifact } from './artifact.ts';
export { UnknownArtifact } from './unknown-artifact.ts';
