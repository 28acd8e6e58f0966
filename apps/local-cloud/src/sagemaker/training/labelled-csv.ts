import { UnusableChannel } from './channel-data.ts';

export type LabelledRows = {
  readonly rows: number;
  readonly featureDim: number;
  readonly features: Float32Array;
  readonly labels: Float32Array;
};

/** Comma-separated numbers without a header, the label first. @throws UnusableChannel naming the line */
export function readLabelledCsv(bytes: Uint8Array, file: string): LabelledRows {
  const lines = new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const featureDim = Math.max(0, (lines[0]?.split(',').length ?? 1) - 1);
  const features = new Float32Array(lines.length * featureDim);
  const labels = new Float32Array(lines.length);
  lines.forEach((line, row) => {
    const [label = NaN, ...values] = numbersOf(line, `${file} line ${row + 1}`);
    if (values.length !== featureDim) {
      throw new UnusableChannel(
        `${file} line ${row + 1} had ${values.length} features, the first line ${featureDim}`,
      );
    }
    labels[row] = label;
    features.set(values, row * featureDim);
  });
  return { rows: lines.length, featureDim, features, labels };
}

function numbersOf(line: string, where: string): number[] {
  return line.split(',').map((text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (Number.isFinite(value)) return value;
    throw new UnusableChannel(`${where}: ${JSON.stringify(text)} is no number; give numbers and no header`);
  });
}
