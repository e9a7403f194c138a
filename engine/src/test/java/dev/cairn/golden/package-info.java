/**
 * Compares what users are told with the golden file of a module.
 *
 * <p>Start at {@link dev.cairn.golden.GoldenMessages}, which is in the engine's jar of tests, for the tests of all modules.
 */
package dev.cairn.golden;
