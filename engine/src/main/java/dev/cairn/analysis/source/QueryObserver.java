package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives what the analysis of a query, or of a statement that changes rows, determines about the parts of its text. The
 * parts of the definitions of views are never reported: their spans belong to other texts.
 *
 * <p>Identify a part by the {@link Expression#span() span} of the reported expression, not by the expression itself: the
 * analysis reads aliases, synonyms of functions and parentheses in their normal form, and reports copies that keep the
 * spans. The columns that UPDATE and DELETE read without naming them have the span of the table's name. A part may be
 * reported several times, as is an expression whose alias other clauses refer to; the last report is the most specific
 * one.
 */
public interface QueryObserver {
    /** Ignores everything. */
    QueryObserver NONE = new QueryObserver() {};

    /**
     * The type of an expression, reported for each part of an expression before the whole.
     *
     * @param type unknown for a {@code ?} and for whatever depends on one
     */
    default void typed(Expression expression, ExpressionType type) {}

    /**
     * The column that a name refers to. The name of an output, as in ORDER BY, and the parameter of a lambda are not
     * reported, since they are no columns. A name in USING is reported for the columns of both sides.
     *
     * @param field the column in its relation; a wildcard if the columns of the relation are not known. For a field of a
     *     struct it is the column that contains the struct.
     */
    default void column(Expression.Reference reference, RelationField field) {}

    /**
     * The types that a function takes its arguments as, after implicit casts. Functions whose arguments may have any type,
     * and functions with an argument of unknown type, are not reported.
     *
     * @param call the call with its arguments as the server reads them; their number and order may differ from the written
     *     ones, but written arguments keep their spans
     * @param parameters one type for each argument of the call
     */
    default void call(Expression.Call call, List<Type> parameters) {}

    /**
     * Two values that are compared by an operator, by BETWEEN, by IN (once for each candidate, or for a
     * {@linkplain Expression.Subquery subquery} with the span of its query), by CASE with an operand, or by USING.
     *
     * @param comparedAs the type that values of other types are cast to; null if the type of one of them is unknown
     */
    default void comparison(Expression left, Expression right, @Nullable Type comparedAs) {}

    /** The condition of WHERE, which the server casts to BOOLEAN. */
    default void condition(Expression where) {}

    /**
     * The columns that {@code *} expands to.
     *
     * @param columns in the order of the output. A column without a relation name, as from FULL JOIN with USING, can only
     *     be named without a qualifier. A wildcard stands for columns that are not known.
     */
    default void star(Query.Item.Star star, List<RelationField> columns) {}

    /**
     * The table, view or materialized view that a relation in FROM is. Common tables are not reported.
     *
     * @param name the relation name of its columns
     */
    default void source(Relation.Named relation, RelationName name, Source source) {}

    /** A value in VALUES or SET, or in the select list of INSERT … SELECT, and the column that it is stored in. */
    default void assigned(Expression value, Column column) {}
}
