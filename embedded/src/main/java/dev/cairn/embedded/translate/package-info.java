/**
 * Translates StarRocks queries to queries of DuckDB, which stores the rows. The implicit conversions of the server
 * become explicit.
 *
 * <p>It uses the engine's syntax tree, and what the analysis knows about its parts: it resolves no name. Constructs
 * that can't be translated are refused. Start with {@link dev.cairn.embedded.translate.SqlTranslator}; the resource
 * {@code templates.txt} defines most functions, and {@link dev.cairn.embedded.function} those that are implemented in
 * Java.
 */
@NullMarked
package dev.cairn.embedded.translate;

import org.jspecify.annotations.NullMarked;
