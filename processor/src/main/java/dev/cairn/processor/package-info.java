/**
 * The annotation processor: records become checked statements and typed descriptors. Its stages are packages that
 * exchange values of {@code model}: {@code read} reads javac's elements, {@code check} finds mistakes, {@code generate}
 * generates classes, and {@code emit} passes both to javac. Start with {@link dev.cairn.processor.CairnProcessor}.
 */
@NullMarked
package dev.cairn.processor;

import org.jspecify.annotations.NullMarked;
