/**
 * Annotations as they were written, with the places that diagnostics point to.
 *
 * <p>Uses no other package of the reader. Start at {@link dev.cairn.processor.read.written.WrittenAnnotation}.
 */
@NullMarked
package dev.cairn.processor.read.written;

import org.jspecify.annotations.NullMarked;
