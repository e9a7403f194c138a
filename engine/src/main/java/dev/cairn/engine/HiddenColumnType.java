package dev.cairn.engine;

import dev.cairn.analysis.ExpressionTyping;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Expression;
import dev.cairn.sql.Type;
import org.jspecify.annotations.Nullable;

/** The type of a hidden column is that of its expression; where that has no length, the column has the largest. */
final class HiddenColumnType {
    private static final int LARGEST = 1048576;

    private HiddenColumnType() {}

    /** Null where it is not known. */
    static @Nullable Type of(ServerProfile profile, Table table, Expression expression) {
        Type type = new ExpressionTyping(profile, ColumnScope.of(table)).of(expression).type();
        boolean open = type instanceof Type.Text text && text.length() == Type.Text.UNSAID;
        return type != null && open ? new Type.Text(((Type.Text) type).kind(), LARGEST) : type;
    }
}
