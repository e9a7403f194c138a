/**
 * Upgrades with faults at each statement, on any server: {@code -Dtest=ChaosRun}.
 *
 * <p>Start at {@link dev.cairn.integration.chaos.ChaosRun}. A {@link dev.cairn.integration.chaos.Scenario} describes
 * the faults, a {@link dev.cairn.integration.chaos.Round} runs it in a database of its own, and
 * {@link dev.cairn.integration.chaos.ChaosReport} summarizes the results.
 */
@NullMarked
package dev.cairn.integration.chaos;

import org.jspecify.annotations.NullMarked;
