/**
 * SHOW CREATE: the statement that the server prints for a table, view or materialized view.
 *
 * <p>Uses {@link dev.cairn.engine.partition}. Start at {@link dev.cairn.engine.show.ShowCreate}.
 */
@NullMarked
package dev.cairn.engine.show;

import org.jspecify.annotations.NullMarked;
