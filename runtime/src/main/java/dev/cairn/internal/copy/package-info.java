/**
 * Plans the rebuild of a table while other clients write to it: which parts are copied, which have to be copied again,
 * and when the new table is complete. This package changes nothing on the server.
 *
 * <p>Start reading at {@link dev.cairn.internal.copy.CopyUnitPlanner}, which divides a copy into units, and
 * {@link dev.cairn.internal.copy.CopyProgress}, which lists the remaining units.
 */
@NullMarked
package dev.cairn.internal.copy;

import org.jspecify.annotations.NullMarked;
