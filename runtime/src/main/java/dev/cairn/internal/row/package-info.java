/**
 * Writes rows and their values into statements, and reads them from results: statements with bound values, checks
 * whether a value fits its column, and the texts of ARRAY, MAP and STRUCT. Start reading at {@code TargetTable} and
 * {@code BoundStatement}. It may use {@code dev.cairn.internal.connection}.
 */
@NullMarked
package dev.cairn.internal.row;

import org.jspecify.annotations.NullMarked;
