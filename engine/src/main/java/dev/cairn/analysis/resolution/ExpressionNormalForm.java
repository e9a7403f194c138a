package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionMessageWriter;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Converts expressions to a normal form in which two expressions that the server considers equal are equal: without
 * parentheses, with one spelling for synonyms, and with resolved columns in place of names.
 */
final class ExpressionNormalForm {
    /** The first character of each name in normal form that stands for a column; no written name contains it. */
    private static final String MARK_PREFIX = "\0";

    /** The first part of the name of an output that {@code *} expands to. */
    private static final String STAR_MARK = MARK_PREFIX + "*";

    /** The first part of the name of a column that could not be resolved. */
    private static final String UNRESOLVED_MARK = MARK_PREFIX + "?";

    private final QueryScope scope;

    private ExpressionNormalForm(QueryScope scope) {
        this.scope = scope;
    }

    /** Returns the normal form of an expression whose names refer to the columns of a scope. */
    static Expression normalize(Expression expression, QueryScope scope) {
        return expression.rewrite(new ExpressionNormalForm(scope)::normalizeNode);
    }

    /** Creates the normal form of an output that {@code *} expands to, which no written expression has. */
    static Expression createStarReference(SelectListResolver.SelectOutputColumn output) {
        return new Expression.Reference(QualifiedName.of(STAR_MARK, String.valueOf(output.fromIndex())), output.span());
    }

    /** Returns whether a name in normal form is an output that {@code *} expands to. */
    static boolean isFromStar(Expression.Reference reference) {
        return reference.name().parts().get(0).text().equals(STAR_MARK);
    }

    /** Returns an expression in normal form in which columns have their names again, for messages. */
    static Expression restoreColumnNames(Expression normalForm, QueryScope scope) {
        return normalForm.rewrite(subexpression -> subexpression instanceof Expression.Reference reference
                ? restoreColumnName(reference, scope)
                : subexpression);
    }

    private static Expression restoreColumnName(Expression.Reference reference, QueryScope scope) {
        List<Name> nameParts = reference.name().parts();
        String mark = nameParts.get(0).text();
        if (mark.equals(UNRESOLVED_MARK)) {
            return withName(reference, nameParts.subList(1, nameParts.size()));
        }
        for (QueryScope candidate = scope; candidate != null; candidate = candidate.enclosingScope()) {
            boolean isFromStar = mark.equals(STAR_MARK) && !candidate.isOrderByScope();
            if (isFromStar || mark.equals(createScopeMark(candidate))) {
                int index = Integer.parseInt(nameParts.get(1).text());
                List<Name> columnParts = new ArrayList<>();
                columnParts.add(Name.of(candidate.fields().get(index).name()));
                columnParts.addAll(nameParts.subList(2, nameParts.size()));
                return withName(reference, columnParts);
            }
        }
        return reference;
    }

    private static Expression.Reference withName(Expression.Reference reference, List<Name> nameParts) {
        return new Expression.Reference(new QualifiedName(nameParts), reference.span());
    }

    /** Returns the normal form of an output of SELECT. An output of {@code *} is a column of a separate scope. */
    static Expression normalizeOutput(SelectListResolver.SelectOutputColumn output, QueryScope scope) {
        Expression writtenExpression = output.expression();
        return writtenExpression == null ? createStarReference(output) : normalize(writtenExpression, scope);
    }

    /**
     * Returns the column that a name in normal form refers to, without the fields in it. Returns null for the parameter
     * of a lambda function and for a column that could not be resolved. An output that {@code *} expands to counts as a
     * column of a separate scope.
     */
    static @Nullable MarkedColumn findColumn(Expression.Reference reference) {
        List<Name> nameParts = reference.name().parts();
        String mark = nameParts.get(0).text();
        return mark.startsWith(MARK_PREFIX) && !mark.equals(UNRESOLVED_MARK)
                ? new MarkedColumn(nameParts.get(0).text(), nameParts.get(1).text())
                : null;
    }

    /** Creates the normal form of a name that refers to a column. */
    static Expression.Reference createReference(QueryScope scope, int columnIndex, Span span) {
        return new Expression.Reference(QualifiedName.of(createScopeMark(scope), String.valueOf(columnIndex)), span);
    }

    /** Returns a name in normal form that refers to another column, but to the same field in it. */
    static Expression.Reference moveToScope(Expression.Reference reference, QueryScope scope, int columnIndex) {
        List<Name> nameParts = new ArrayList<>(reference.name().parts());
        nameParts.set(0, Name.of(createScopeMark(scope)));
        nameParts.set(1, Name.of(String.valueOf(columnIndex)));
        return withName(reference, nameParts);
    }

    /** Returns the text that identifies a scope among the scopes of a query. */
    static String createScopeMark(QueryScope scope) {
        return MARK_PREFIX + scope.depth() + (scope.isOrderByScope() ? "'" : "");
    }

    /** A column, identified by the mark of its scope and by its index in the scope. */
    record MarkedColumn(String scopeMark, String indexText) {}

    private Expression normalizeNode(Expression subexpression) {
        if (subexpression instanceof Expression.ParenthesizedExpression parenthesized) {
            return parenthesized.expression();
        }
        if (subexpression instanceof Expression.Collate collate) {
            return collate.value();
        }
        if (subexpression instanceof Expression.Reference reference) {
            return normalizeReference(reference);
        }
        if (subexpression instanceof Expression.Binary binary) {
            return new Expression.Binary(
                    binary.operator().canonicalOperator(), binary.left(), binary.right(), binary.span());
        }
        if (subexpression instanceof Expression.Unary unary) {
            return unary.operator() == Operator.PLUS
                    ? unary.operand()
                    : new Expression.Unary(unary.operator().canonicalOperator(), unary.operand(), unary.span());
        }
        if (subexpression instanceof Call call) {
            Expression rewrittenCall = CallRewrites.rewrite(call);
            return rewrittenCall instanceof Call plainCall
                    ? CallRewrites.replaceFunction(
                            plainCall, CallRewrites.lowerCaseName(plainCall), plainCall.arguments())
                    : rewrittenCall;
        }
        if (subexpression instanceof Expression.StringLiteral text) {
            return new Expression.StringLiteral(text.value(), '\'', text.span());
        }
        if (subexpression instanceof Expression.Cast cast) {
            return new Expression.Cast("CAST", cast.value(), cast.type(), Spelling.NONE, cast.span());
        }
        if (subexpression instanceof Expression.Extract extract) {
            return Call.of(extract.field().text().toLowerCase(Locale.ROOT), List.of(extract.value()), extract.span());
        }
        if (subexpression instanceof Expression.Like likePredicate) {
            return new Expression.Like(
                    ExpressionMessageWriter.operatorName(likePredicate),
                    likePredicate.isNegated(),
                    likePredicate.value(),
                    likePredicate.pattern(),
                    likePredicate.span());
        }
        return subexpression;
    }

    private Expression normalizeReference(Expression.Reference reference) {
        QueryScope.ScopedMatch scopedMatch = scope.findColumn(reference.name(), reference.span());
        if (scopedMatch == null) {
            return reference;
        }
        List<Name> nameParts = new ArrayList<>(2);
        if (scopedMatch.match().field().isWildcard()) {
            nameParts.add(Name.of(UNRESOLVED_MARK));
            reference
                    .name()
                    .parts()
                    .forEach(part -> nameParts.add(Name.of(part.text().toLowerCase(Locale.ROOT))));
            return new Expression.Reference(new QualifiedName(nameParts), reference.span());
        }
        nameParts.add(Name.of(createScopeMark(scopedMatch.scope())));
        nameParts.add(Name.of(String.valueOf(scopedMatch.match().index())));
        scopedMatch.match().path().forEach(field -> nameParts.add(Name.of(field)));
        return new Expression.Reference(new QualifiedName(nameParts), reference.span());
    }
}
