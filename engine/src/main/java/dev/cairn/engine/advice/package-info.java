/**
 * Warnings about queries that the server accepts, but that read more or work more than they need to.
 *
 * <p>Uses the analysis, the catalog and {@link dev.cairn.engine.context}. Start at {@link
 * dev.cairn.engine.advice.QueryAdvice}.
 */
@NullMarked
package dev.cairn.engine.advice;

import org.jspecify.annotations.NullMarked;
