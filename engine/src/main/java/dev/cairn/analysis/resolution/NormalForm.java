package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionText;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Converts expressions to a normal form in which two expressions that the server considers equal are equal: without
 * parentheses, with one spelling for synonyms, and with resolved columns in place of names.
 */
final class NormalForm {
    /** A prefix that no name has. */
    private static final String MARK = "\0";

    private static final String STAR = MARK + "*";

    /** The prefix of columns that could not be resolved. */
    private static final String UNKNOWN = MARK + "?";

    private final QueryScope scope;

    private NormalForm(QueryScope scope) {
        this.scope = scope;
    }

    static Expression normalize(Expression expression, QueryScope scope) {
        return expression.rewrite(new NormalForm(scope)::normalizeNode);
    }

    /** Creates the normal form of an output that {@code *} expands to; it is unlike that of any name in a query. */
    static Expression createStarReference(SelectList.SelectOutputColumn output) {
        return new Expression.Reference(QualifiedName.of(STAR, String.valueOf(output.index())), output.span());
    }

    static boolean isStar(Expression.Reference reference) {
        return reference.name().parts().get(0).text().equals(STAR);
    }

    /**
     * Returns the column that a name in normal form refers to, ignoring its fields; null for a lambda's parameter and
     * for a column that could not be resolved.
     */
    static @Nullable MarkedColumn findColumn(Expression.Reference reference) {
        List<Name> parts = reference.name().parts();
        String mark = parts.get(0).text();
        return mark.startsWith(MARK) && !mark.equals(UNKNOWN)
                ? new MarkedColumn(parts.get(0).text(), parts.get(1).text())
                : null;
    }

    static String scopeMark(QueryScope scope) {
        return MARK + scope.depth() + (scope.isOrderByScope() ? "'" : "");
    }

    /** A column, identified by the mark of its scope and its index in that scope. */
    record MarkedColumn(String scope, String index) {}

    private Expression normalizeNode(Expression part) {
        if (part instanceof Expression.Group group) {
            return group.expression();
        }
        if (part instanceof Expression.Collate collate) {
            return collate.value();
        }
        if (part instanceof Expression.Reference reference) {
            return normalizeReference(reference);
        }
        if (part instanceof Expression.Binary binary) {
            return new Expression.Binary(
                    binary.operator().canonicalOperator(), binary.left(), binary.right(), binary.span());
        }
        if (part instanceof Expression.Unary unary) {
            return unary.operator() == Operator.PLUS
                    ? unary.operand()
                    : new Expression.Unary(unary.operator().canonicalOperator(), unary.operand(), unary.span());
        }
        if (part instanceof Call call) {
            return CallRewrites.rewrite(call) instanceof Call plainCall
                    ? CallRewrites.rename(plainCall, CallRewrites.lowerCaseName(plainCall), plainCall.arguments())
                    : CallRewrites.rewrite(call);
        }
        return normalizeSpelling(part);
    }

    private static Expression normalizeSpelling(Expression part) {
        if (part instanceof Expression.Text text) {
            return new Expression.Text(text.value(), '\'', text.span());
        }
        if (part instanceof Expression.Cast cast) {
            return new Expression.Cast("CAST", cast.value(), cast.type(), Spelling.NONE, cast.span());
        }
        if (part instanceof Expression.Extract extract) {
            return Call.of(extract.field().text().toLowerCase(Locale.ROOT), List.of(extract.value()), extract.span());
        }
        if (part instanceof Expression.Like like) {
            return new Expression.Like(
                    ExpressionText.renderOperator(like), like.isNegated(), like.value(), like.pattern(), like.span());
        }
        return part;
    }

    private Expression normalizeReference(Expression.Reference reference) {
        QueryScope.ScopedMatch scopedMatch = scope.find(reference.name(), reference.span());
        if (scopedMatch == null) {
            return reference;
        }
        List<Name> parts = new ArrayList<>(2);
        if (scopedMatch.match().field().isWildcard()) {
            parts.add(Name.of(UNKNOWN));
            reference
                    .name()
                    .parts()
                    .forEach(part -> parts.add(Name.of(part.text().toLowerCase(Locale.ROOT))));
            return new Expression.Reference(new QualifiedName(parts), reference.span());
        }
        parts.add(Name.of(scopeMark(scopedMatch.scope())));
        parts.add(Name.of(String.valueOf(scopedMatch.match().index())));
        scopedMatch.match().path().forEach(field -> parts.add(Name.of(field)));
        return new Expression.Reference(new QualifiedName(parts), reference.span());
    }
}
