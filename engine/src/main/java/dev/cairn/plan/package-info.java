/**
 * Plans the way from one catalog to another: differences, ordered steps, rebuilds and lints.
 *
 * <p>Only the engine's {@code apply} decides whether a statement is possible. The planner finds possible alterations by
 * trying them, so no rule of the server is implemented a second time, and no plan contains a statement that the engine
 * would refuse.
 *
 * <p>May use {@link dev.cairn.sql}, {@link dev.cairn.catalog}, {@link dev.cairn.analysis} and {@link dev.cairn.engine}.
 * Start at {@link dev.cairn.plan.Planner} and {@link dev.cairn.plan.step.Step}.
 */
@NullMarked
package dev.cairn.plan;

import org.jspecify.annotations.NullMarked;
