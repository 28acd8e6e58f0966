import { recordLayout, type RecordLayout } from './record-layout.ts';

export type UniformRecords = {
  readonly features: Float32Array;
  readonly labels: Float32Array;
  readonly rows: number;
};

/**
 * Reads dense rows as our own writer and the SDK's lay them out: one fixed frame, of which only numbers differ.
 * Undefined when any other byte does.
 * @param labelled whether the frame has a label; without one the labels are NaN
 */
export function readUniformRecords(
  bytes: Uint8Array,
  featureDim: number,
  labelled: boolean,
): UniformRecords | undefined {
  const layout = recordLayout(featureDim, labelled);
  const { stride, featuresAt, labelAt } = layout;
  const rows = bytes.length / stride;
  if (!Number.isInteger(rows) || rows === 0) return undefined;
  const features = new Float32Array(rows * featureDim);
  const raw = new Uint8Array(features.buffer);
  const labels = new Float32Array(rows).fill(NaN);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = 4 * featureDim;
  for (let row = 0, at = 0; row < rows; row++, at += stride) {
    if (!sameFrame(bytes, at, layout, width)) return undefined;
    raw.set(bytes.subarray(at + featuresAt, at + featuresAt + width), row * width);
    if (labelAt >= 0) labels[row] = view.getFloat32(at + labelAt, true);
  }
  return { features, labels, rows };
}

function sameFrame(
  bytes: Uint8Array,
  at: number,
  { frame, featuresAt, labelAt, stride }: RecordLayout,
  width: number,
): boolean {
  const afterFeatures = featuresAt + width;
  const untilLabel = labelAt >= 0 ? labelAt : stride;
  return (
    sameBytes(bytes, at, frame, { from: 0, to: featuresAt }) &&
    sameBytes(bytes, at, frame, { from: afterFeatures, to: untilLabel }) &&
    sameBytes(bytes, at, frame, { from: untilLabel + 4, to: stride })
  );
}

function sameBytes(
  bytes: Uint8Array,
  at: number,
  frame: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  for (let i = from; i < to; i++) if (bytes[at + i] !== frame[i]) return false;
  return true;
}
