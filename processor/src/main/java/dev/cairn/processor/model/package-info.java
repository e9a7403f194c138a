/**
 * Values that the stages of the processor pass to one another; none of them refers to javac. All are immutable except
 * for {@link Findings}, to which each stage adds what it finds. A {@link Place} records where something was declared.
 * Start with {@link Declaration} and {@link SchemaRoot}.
 */
@NullMarked
package dev.cairn.processor.model;

import org.jspecify.annotations.NullMarked;
