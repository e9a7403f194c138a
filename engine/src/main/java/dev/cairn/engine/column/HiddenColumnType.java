package dev.cairn.engine.column;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.expression.Scope;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/**
 * Determines the type of a hidden column, which is the type of its expression; if that has no length, the column has
 * the maximum length.
 */
public final class HiddenColumnType {
    private static final int LARGEST = 1048576;

    private HiddenColumnType() {}

    /** The type, or null if it is unknown. */
    public static @Nullable Type of(ServerProfile profile, Scope scope, Expression expression) {
        Type type = new ExpressionTyping(profile, scope).of(expression).type();
        return type instanceof Type.Text text && text.length() == Type.Text.UNSAID
                ? new Type.Text(text.kind(), LARGEST)
                : type;
    }

    /**
     * The type in an existing table, or null if it is unknown. The table was created with the expression, so a refusal
     * would be wrong.
     */
    public static @Nullable Type of(ServerProfile profile, Table table, Expression expression) {
        try {
            return of(profile, ColumnScope.of(table), expression);
        } catch (Refusal refusal) {
            return null;
        }
    }
}
