/**
 * The messages of the processor about declarations, with their places in the source. They do not refer to javac.
 *
 * <p>Start with {@link dev.cairn.processor.finding.CompileRule}, the rules with their messages, and
 * {@link dev.cairn.processor.finding.Findings}, to which each stage adds what it finds.
 */
@NullMarked
package dev.cairn.processor.finding;

import org.jspecify.annotations.NullMarked;
