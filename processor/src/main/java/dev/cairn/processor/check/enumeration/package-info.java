/**
 * Columns with constants of enums, and what queries compare them with and store in them. Start with {@link
 * dev.cairn.processor.check.enumeration.EnumUseCheck}.
 */
@NullMarked
package dev.cairn.processor.check.enumeration;

import org.jspecify.annotations.NullMarked;
