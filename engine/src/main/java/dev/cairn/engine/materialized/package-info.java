/**
 * Materialized views, asynchronous and synchronous: creation, alteration, activation.
 *
 * <p>Uses {@link dev.cairn.engine.view} and {@link dev.cairn.engine.show}. Start at {@link
 * dev.cairn.engine.materialized.MaterializedViewCreator}.
 */
@NullMarked
package dev.cairn.engine.materialized;

import org.jspecify.annotations.NullMarked;
