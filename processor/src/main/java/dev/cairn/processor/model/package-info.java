/**
 * Values that the stages of the processor pass to one another. They do not refer to javac, and they are immutable.
 * Start with {@link ObjectDeclaration} and {@link SchemaRoot}.
 */
@NullMarked
package dev.cairn.processor.model;

import org.jspecify.annotations.NullMarked;
