/**
 * Statements of applications with named parameters and optional parts, and their rendering as SQL that the parser
 * accepts.
 *
 * <p>Uses {@link dev.cairn.sql.token} and {@link dev.cairn.sql.write}, and knows nothing about types. Start at {@link
 * dev.cairn.sql.template.SqlTemplate}.
 */
@NullMarked
package dev.cairn.sql.template;

import org.jspecify.annotations.NullMarked;
