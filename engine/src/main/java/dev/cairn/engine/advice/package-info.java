/**
 * Warnings about statements that the server accepts, although they read more than they need, can never match, or store
 * values that do not fit.
 *
 * <p>Uses the analysis, the catalog and {@link dev.cairn.engine.context}. Start at {@link
 * dev.cairn.engine.advice.QueryAdvice}.
 */
@NullMarked
package dev.cairn.engine.advice;

import org.jspecify.annotations.NullMarked;
