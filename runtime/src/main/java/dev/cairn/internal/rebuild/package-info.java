/**
 * How a table is rebuilt while others write to it: which parts of it are copied, and again, and when the new table is
 * complete. Nothing here changes anything on the server.
 *
 * <p>Start reading at {@link dev.cairn.internal.rebuild.CopyPlan}, which divides a copy into units, and
 * {@link dev.cairn.internal.rebuild.CopyProgress}, which says what is left to copy.
 */
@NullMarked
package dev.cairn.internal.rebuild;

import org.jspecify.annotations.NullMarked;
