import { decodeRecords } from '../recordio/decode-records.ts';
import { RecordIoError } from '../recordio/recordio-error.ts';
import { InvalidInferenceRequest, UnsupportedContentType } from './errors.ts';
import { parseCsvRows } from './parse-csv-rows.ts';
import { parseJsonLines, parseJsonRows } from './parse-json-rows.ts';

export type InferenceRows = {
  readonly rows: number;
  /** Row-major, rows x featureDim. */
  readonly features: Float32Array;
};

/** @throws InvalidInferenceRequest, UnsupportedContentType */
export function parseInferenceRequest(
  body: Uint8Array,
  contentType: string,
  featureDim: number,
): InferenceRows {
  switch (contentType.split(';')[0]?.trim().toLowerCase()) {
    case 'text/csv':
      return parseCsvRows(body, featureDim);
    case 'application/json':
      return parseJsonRows(body, featureDim);
    case 'application/jsonlines':
      return parseJsonLines(body, featureDim);
    case 'application/x-recordio-protobuf':
      return parseRecords(body, featureDim);
    default:
      throw new UnsupportedContentType(contentType);
  }
}

function parseRecords(body: Uint8Array, featureDim: number): InferenceRows {
  try {
    const { rows, features } = decodeRecords(body, 'the body', { featureDim, labelRequired: false });
    return { rows, features };
  } catch (error) {
    if (error instanceof RecordIoError) throw new InvalidInferenceRequest(error.message, error.record);
    throw error;
  }
}
