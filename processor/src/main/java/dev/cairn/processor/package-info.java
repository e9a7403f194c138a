/**
 * The annotation processor: records become checked statements and typed descriptors. Its stages are packages that hand
 * each other values of {@code model}: {@code read} sees javac's elements, {@code check} says what is wrong, {@code
 * generate} writes classes, {@code emit} hands both to javac. Start with {@link dev.cairn.processor.CairnProcessor}.
 */
@NullMarked
package dev.cairn.processor;

import org.jspecify.annotations.NullMarked;
