/**
 * Steps of a plan with their markers, and the related objections and confirmations.
 *
 * <p>Uses {@link dev.cairn.plan.part}. Start at {@link dev.cairn.plan.step.Step} and {@link dev.cairn.plan.step.Plan}.
 */
@NullMarked
package dev.cairn.plan.step;

import org.jspecify.annotations.NullMarked;
