// Where a user puts the helper: beside the tests.
export * from '../../../tools/node/kraken-mock.mjs';
