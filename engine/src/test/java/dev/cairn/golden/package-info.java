/**
 * Compares messages with the golden file of their module.
 *
 * <p>Start at {@link dev.cairn.golden.GoldenMessages}, which is in the engine's jar of tests, for the tests of all
 * modules.
 */
package dev.cairn.golden;
