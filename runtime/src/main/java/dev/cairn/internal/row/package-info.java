/**
 * How rows and their values are written in statements and read from answers: statements with bound values, checks whether a
 * value fits its column, and the texts of ARRAY, MAP and STRUCT. Start reading at {@code TargetTable} and
 * {@code SelectText}. It may use {@code dev.cairn.internal.link}.
 */
@NullMarked
package dev.cairn.internal.row;

import org.jspecify.annotations.NullMarked;
