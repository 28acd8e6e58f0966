import { openSqliteMarketStore } from '@moving-ground/sqlite';

/** This project says that it is domain, so lint must refuse the import above. */
export const forbidden = openSqliteMarketStore;
