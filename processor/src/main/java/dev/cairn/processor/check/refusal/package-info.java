/**
 * Converts the refusals of the engine to findings about the declarations that caused them, in the user's terms.
 *
 * <p>It does not use the checks. Start with {@link dev.cairn.processor.check.refusal.RefusalConverter}.
 */
@NullMarked
package dev.cairn.processor.check.refusal;

import org.jspecify.annotations.NullMarked;
