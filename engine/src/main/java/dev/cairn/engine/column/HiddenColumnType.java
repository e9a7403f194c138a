package dev.cairn.engine.column;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.expression.Scope;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/** The type of a hidden column is that of its expression; where that has no length, the column has the largest. */
public final class HiddenColumnType {
    private static final int LARGEST = 1048576;

    private HiddenColumnType() {}

    /** Null where it is not known. */
    public static @Nullable Type of(ServerProfile profile, Scope scope, Expression expression) {
        Type type = new ExpressionTyping(profile, scope).of(expression).type();
        return type instanceof Type.Text text && text.length() == Type.Text.UNSAID
                ? new Type.Text(text.kind(), LARGEST)
                : type;
    }

    /** In a table that is there: what it was made with is right, so a refusal is not. */
    public static @Nullable Type of(ServerProfile profile, Table table, Expression expression) {
        try {
            return of(profile, ColumnScope.of(table), expression);
        } catch (Refusal refusal) {
            return null;
        }
    }
}
