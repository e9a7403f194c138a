/**
 * Upgrades of which one thing or another goes wrong at each statement, on any server: the profile {@code chaos}.
 *
 * <p>Start at {@link dev.cairn.integration.chaos.ChaosRun}. A {@link dev.cairn.integration.chaos.Scenario} says what goes wrong, a
 * {@link dev.cairn.integration.chaos.Round} tries it in a database of its own, and
 * {@link dev.cairn.integration.chaos.ChaosReport} tells how all of them ended.
 */
@NullMarked
package dev.cairn.integration.chaos;

import org.jspecify.annotations.NullMarked;
