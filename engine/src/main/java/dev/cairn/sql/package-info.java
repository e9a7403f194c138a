/**
 * The SQL of StarRocks as values: tokens with positions, statements and expressions as records, one parser and one
 * writer.
 *
 * <p>Uses nothing but the JDK. Start at {@link dev.cairn.sql.Sql}, which parses text to a
 * {@link dev.cairn.sql.ast.Statement} and renders it.
 */
@NullMarked
package dev.cairn.sql;

import org.jspecify.annotations.NullMarked;
