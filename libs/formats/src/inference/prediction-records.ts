import type { Prediction } from '@moving-ground/model';
import { MAGIC } from '../recordio/record-layout.ts';

/** Per row a record without features, its label map holding `score` and `predicted_label` of one float32 each. */
export function encodePredictionRecords(predictions: readonly Prediction[]): Uint8Array {
  const records = predictions.map(({ score, predictedLabel }) => [
    ...entry('score', score),
    ...entry('predicted_label', predictedLabel),
  ]);
  const frames = records.map(frame);
  const whole = new Uint8Array(frames.reduce((sum, bytes) => sum + bytes.length, 0));
  let at = 0;
  for (const bytes of frames) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}

/** Record.label's map entry; every length here is below 128, so a varint is one byte. */
function entry(key: string, value: number): number[] {
  const name = [...new TextEncoder().encode(key)];
  const float = [...new Uint8Array(Float32Array.of(value).buffer)];
  const tensor = [0x0a, 4, ...float];
  const wrapped = [0x12, tensor.length, ...tensor];
  const pair = [0x0a, name.length, ...name, 0x12, wrapped.length, ...wrapped];
  return [0x12, pair.length, ...pair];
}

function frame(record: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 + Math.ceil(record.length / 4) * 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, record.length, true);
  bytes.set(record, 8);
  return bytes;
}
