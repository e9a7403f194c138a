/**
 * Declarations become the sources of descriptors, by JavaPoet and without a trace of javac's elements. A source is a
 * function of its declaration alone. Start with {@link dev.cairn.processor.generate.SourceGenerator}.
 */
@NullMarked
package dev.cairn.processor.generate;

import org.jspecify.annotations.NullMarked;
