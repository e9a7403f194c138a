package dev.cairn.catalog;

import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement;
import org.jspecify.annotations.Nullable;

/**
 * A column of a view or materialized view, as the query defined it when the view was created; later changes of the
 * tables do not affect it.
 *
 * @param type null if it is unknown
 */
public record ViewColumn(String name, @Nullable Type type, boolean isNullable, String comment) {
    /** Returns a declared column without a type, for a query whose columns are not all known. */
    public static ViewColumn ofUnknownType(ViewStatement.DeclaredViewColumn declaredColumn) {
        return new ViewColumn(declaredColumn.name().text(), null, true, "").withDeclaration(declaredColumn);
    }

    public boolean isNamed(String otherName) {
        return name.equalsIgnoreCase(otherName);
    }

    /** Returns the column as a column of a table, for rules that apply to both; an unknown type becomes BIGINT. */
    public Column toTableColumn(boolean isKey) {
        Type knownType = type == null ? new Type.Scalar(Type.Scalar.Kind.BIGINT) : type;
        return Column.of(name, knownType, null, isNullable).withKey(isKey).withComment(comment);
    }

    /**
     * Returns this column of a query with the name and the comment that a view declares; without a declared comment,
     * the comment is empty.
     */
    public ViewColumn withDeclaration(ViewStatement.DeclaredViewColumn declaredColumn) {
        String declaredComment = declaredColumn.comment() == null ? "" : declaredColumn.comment();
        return new ViewColumn(declaredColumn.name().text(), type, isNullable, declaredComment);
    }
}
