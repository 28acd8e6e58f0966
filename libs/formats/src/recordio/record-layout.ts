export const MAGIC = 0xced7230a;

/** Map key "values" as a protobuf field 1: 0A 06 v a l u e s. */
const VALUES_KEY = [0x0a, 0x06, 0x76, 0x61, 0x6c, 0x75, 0x65, 0x73];

/** Record.label up to its float, for one float32. */
const LABEL_HEAD = [0x12, 0x12, ...VALUES_KEY, 0x12, 0x08, 0x12, 0x06, 0x0a, 0x04];

/** Where everything lies in the frame of a dense float32 row: all frames of one width are equal but for the numbers. */
export type RecordLayout = {
  /** Bytes of a frame in the file, padding included; a multiple of 4. */
  readonly stride: number;
  readonly featuresAt: number;
  /** -1 for rows without a label, as requests are. */
  readonly labelAt: number;
  /** A frame with all numbers zero. */
  readonly frame: Uint8Array;
};

/** Source: the message aialgs.data.Record and dmlc's frame, as SageMaker's Python SDK writes them. */
export function recordLayout(featureDim: number, labelled: boolean): RecordLayout {
  const head = featuresHead(4 * featureDim);
  const length = head.length + 4 * featureDim + (labelled ? LABEL_HEAD.length + 4 : 0);
  const stride = 8 + Math.ceil(length / 4) * 4;
  const frame = new Uint8Array(stride);
  const view = new DataView(frame.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, length, true);
  frame.set(head, 8);
  const featuresAt = 8 + head.length;
  const labelHeadAt = featuresAt + 4 * featureDim;
  if (labelled) frame.set(LABEL_HEAD, labelHeadAt);
  return { stride, featuresAt, labelAt: labelled ? labelHeadAt + LABEL_HEAD.length : -1, frame };
}

/** Record.features up to its floats: lengths are nested, so they are worked out from the inside. */
function featuresHead(floatBytes: number): number[] {
  const tensor = [0x0a, ...varint(floatBytes)];
  const value = [0x12, ...varint(tensor.length + floatBytes), ...tensor];
  const entry = [...VALUES_KEY, 0x12, ...varint(value.length + floatBytes), ...value];
  return [0x0a, ...varint(entry.length + floatBytes), ...entry];
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
