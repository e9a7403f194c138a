/**
 * Immutable values that the stages of the processor pass to one another; none of them refers to javac. A {@link Place} records
 * where something was declared. Start with {@link Declaration} and {@link Root}.
 */
@NullMarked
package dev.cairn.processor.model;

import org.jspecify.annotations.NullMarked;
