/*
 * The coverage of the suites' own process: programs that tests start and kill would each leave a part of theirs, and
 * what is merged of many parts says less than is true.
 */
delete process.env.NODE_V8_COVERAGE;
