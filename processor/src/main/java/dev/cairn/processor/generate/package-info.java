/**
 * Generates the sources of all classes from declarations, with JavaPoet and without access to javac's elements. A
 * source depends on its declaration alone. Start with {@link dev.cairn.processor.generate.SourceGenerator}.
 */
@NullMarked
package dev.cairn.processor.generate;

import org.jspecify.annotations.NullMarked;
