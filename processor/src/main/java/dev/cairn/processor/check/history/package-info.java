/**
 * Compares declared schemas with their recorded migrations.
 *
 * <p>Start with {@link dev.cairn.processor.check.history.RecordedSchemas}.
 */
@NullMarked
package dev.cairn.processor.check.history;

import org.jspecify.annotations.NullMarked;
