/**
 * Steps of a plan with their markers, and the objections and consents that concern them.
 *
 * <p>Uses {@link dev.cairn.plan.part}. Start at {@link dev.cairn.plan.step.Step} and {@link dev.cairn.plan.step.Plan}.
 */
@NullMarked
package dev.cairn.plan.step;

import org.jspecify.annotations.NullMarked;
