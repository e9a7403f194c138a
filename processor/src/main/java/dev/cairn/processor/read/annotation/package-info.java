/**
 * Annotations as they were written, with their positions in the source, and which annotations are permitted where.
 *
 * <p>Does not use any other package of the reader. Start at {@link
 * dev.cairn.processor.read.annotation.WrittenAnnotation} and {@link
 * dev.cairn.processor.read.annotation.AnnotationPlacementCheck}.
 */
@NullMarked
package dev.cairn.processor.read.annotation;

import org.jspecify.annotations.NullMarked;
