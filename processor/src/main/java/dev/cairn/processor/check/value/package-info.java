/**
 * Finds values that no row can have: constants that the enum of a column does not have, and texts that are not values
 * of the type with which they are compared. Start with {@link dev.cairn.processor.check.value.ValueWarningCheck}.
 */
@NullMarked
package dev.cairn.processor.check.value;

import org.jspecify.annotations.NullMarked;
