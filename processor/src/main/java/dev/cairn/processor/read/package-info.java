/**
 * Reads javac's elements into {@link dev.cairn.processor.model.CompileDeclarations}: records become statements, and
 * each part of a statement has the place where it was declared. Unreadable declarations become findings. Start with
 * {@link dev.cairn.processor.read.AnnotatedTypeReader}.
 */
@NullMarked
package dev.cairn.processor.read;

import org.jspecify.annotations.NullMarked;
