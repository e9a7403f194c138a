/**
 * INSERT, UPDATE and DELETE: which of them the server accepts.
 *
 * <p>Uses {@link dev.cairn.engine.context} and {@link dev.cairn.engine.property}. Start at {@link dev.cairn.engine.row.InsertCheck}.
 */
@NullMarked
package dev.cairn.engine.row;

import org.jspecify.annotations.NullMarked;
