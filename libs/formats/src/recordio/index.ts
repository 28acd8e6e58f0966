export { decodeRecords, type DecodedRecords, type DecodeOptions } from './decode-records.ts';
export { decodeRecordStream } from './decode-record-stream.ts';
export { RecordChunk } from './record-chunk.ts';
export { encodeRecords, RecordEncoder, type DenseRows } from './record-encoder.ts';
export { RecordIoError } from './recordio-error.ts';
