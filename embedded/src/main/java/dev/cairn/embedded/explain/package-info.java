/** EXPLAIN LOGICAL: what a query reads, in the form of a server's plan. Start at {@link LogicalPlan}. */
@NullMarked
package dev.cairn.embedded.explain;

import org.jspecify.annotations.NullMarked;
