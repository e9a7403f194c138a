/**
 * Checks declared records and their queries, from values to findings. The engine decides what a server refuses, and {@link
 * TableRefusals} explains it in the user's terms; {@link TableRules} are the mistakes that a server would not refuse. Start
 * with {@link CompileCheck}.
 */
@NullMarked
package dev.cairn.processor.check;

import org.jspecify.annotations.NullMarked;
