export * from './block-bootstrap.ts';
export * from './judge-settings.ts';
export * from './predictions.ts';
export * from './sign-flip-test.ts';
export * from './skill-statement.ts';
export * from './time-blocks.ts';
