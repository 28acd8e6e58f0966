export { NoQuotes, QUOTES_FILE, tryInstrument, type InstrumentTrial } from './try-instrument.ts';
