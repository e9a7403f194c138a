/**
 * Checks declared records and their queries, and returns findings. The engine decides what a server refuses, and
 * {@link TableRefusalConverter} explains it in the user's terms; {@link TableCheck} checks for mistakes that a server
 * would not refuse. Start with {@link CompileCheck}.
 */
@NullMarked
package dev.cairn.processor.check;

import dev.cairn.processor.check.refusal.TableRefusalConverter;
import org.jspecify.annotations.NullMarked;
