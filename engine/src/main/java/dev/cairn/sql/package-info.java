/**
 * StarRocks' SQL as values: tokens with positions, statements and expressions as records, one parser, one writer.
 *
 * <p>Uses nothing but the JDK. Start at {@link dev.cairn.sql.Sql}: text to {@link dev.cairn.sql.ast.Statement} and back.
 */
@NullMarked
package dev.cairn.sql;

import org.jspecify.annotations.NullMarked;
