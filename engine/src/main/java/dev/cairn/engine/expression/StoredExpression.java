package dev.cairn.engine.expression;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Substitution;
import java.util.List;
import java.util.Locale;

/**
 * Converts an expression of a table to the form that the server stores; two spellings that the server shows in the same
 * way become equal. {@link ExpressionPrintStyle} determines how the expression is shown.
 */
public final class StoredExpression {
    private StoredExpression() {}

    /** The expression of a generated column, after AS. */
    public static Expression ofColumn(ServerProfile profile, KeyModel model, Expression written) {
        return of(profile, ExpressionPrintStyle.ofColumn(model), written);
    }

    /** The expression in PARTITION BY RANGE, or in an automatic partitioning with a single function. */
    public static Expression ofRange(ServerProfile profile, Expression written) {
        return of(profile, ExpressionPrintStyle.BARE, written);
    }

    /** An item of PARTITION BY that becomes a hidden column. */
    public static Expression ofListItem(ServerProfile profile, Expression written) {
        return of(profile, ExpressionPrintStyle.SERIALIZED, written);
    }

    /** The literals of a default. */
    public static Expression ofDefault(ServerProfile profile, Expression written) {
        return of(profile, ExpressionPrintStyle.BARE, written);
    }

    private static Expression of(ServerProfile profile, ExpressionPrintStyle hand, Expression written) {
        Expression read = ExpressionNormalization.of(profile, written);
        // The parser of 3.5 converts function names to lower case; that of 4.0 leaves them to the print style.
        boolean lowerCase = hand != ExpressionPrintStyle.BARE || !profile.atLeast(Version.V4_0);
        return lowerCase ? Substitution.in(read, StoredExpression::withLowerCaseName) : read;
    }

    private static Expression withLowerCaseName(Expression expression) {
        if (!(expression instanceof Call call) || ExpressionNormalization.isNamedInUpperCase(call)) {
            return expression;
        }
        String name = call.function().last().text();
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.equals(lower) || call.function().parts().size() > 1) {
            return expression;
        }
        Name function = new Name(lower, false, call.function().last().span());
        return new Call(
                new QualifiedName(List.of(function)),
                call.distinct(),
                call.star(),
                call.bare(),
                call.arguments(),
                call.span());
    }
}
