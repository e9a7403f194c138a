/**
 * Record components read as columns: names, Java types, SQL types.
 *
 * <p>Uses {@link dev.cairn.processor.read.annotation}. Start at
 * {@link dev.cairn.processor.read.column.RecordColumnsReader}.
 */
@NullMarked
package dev.cairn.processor.read.column;

import org.jspecify.annotations.NullMarked;
