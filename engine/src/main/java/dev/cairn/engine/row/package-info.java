/**
 * INSERT, UPDATE and DELETE: checks whether the server accepts them.
 *
 * <p>Uses {@link dev.cairn.engine.context} and {@link dev.cairn.engine.property}. Start at {@link
 * dev.cairn.engine.row.InsertCheck}.
 */
@NullMarked
package dev.cairn.engine.row;

import org.jspecify.annotations.NullMarked;
