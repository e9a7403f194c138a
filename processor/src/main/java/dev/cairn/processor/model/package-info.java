/**
 * Values that the stages of the processor pass to one another. They do not refer to javac, and they are immutable,
 * except {@link Findings}, to which each stage adds what it finds. A {@link Place} records where something was
 * declared. Start with {@link ObjectDeclaration} and {@link SchemaRoot}.
 */
@NullMarked
package dev.cairn.processor.model;

import org.jspecify.annotations.NullMarked;
