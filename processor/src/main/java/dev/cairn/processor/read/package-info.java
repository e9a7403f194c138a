/**
 * Elements of javac to {@link dev.cairn.processor.model.CompileDeclarations}: records become statements, each part of which knows the
 * place that it was declared in. Unreadable declarations become findings. Start with {@link dev.cairn.processor.read.AnnotatedTypeReader}.
 */
@NullMarked
package dev.cairn.processor.read;

import org.jspecify.annotations.NullMarked;
