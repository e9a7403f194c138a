/**
 * Values that no row can have: constants that the enum of a column does not have, and texts that are none of their
 * type. Start with {@link dev.cairn.processor.check.value.ValueWarnings}.
 */
@NullMarked
package dev.cairn.processor.check.value;

import org.jspecify.annotations.NullMarked;
