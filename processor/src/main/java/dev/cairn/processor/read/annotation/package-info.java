/**
 * Annotations as they were written, with the places that diagnostics point to.
 *
 * <p>Uses no other package of the reader. Start at {@link dev.cairn.processor.read.annotation.WrittenAnnotation}.
 */
@NullMarked
package dev.cairn.processor.read.annotation;

import org.jspecify.annotations.NullMarked;
