/**
 * Queries that define views, materialized views and tables: what they return and what they read.
 *
 * <p>Uses {@link dev.cairn.engine.expression}. Start at {@link dev.cairn.engine.query.DefiningQuery}.
 */
@NullMarked
package dev.cairn.engine.query;

import org.jspecify.annotations.NullMarked;
