package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.HiddenColumnType;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.expression.ShownType;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns that a server adds for the expressions in a list of PARTITION BY. A server of version 3.5 shows them like
 * other columns; since 4.0 the server shows the expressions instead.
 */
public final class HiddenColumns {
    private HiddenColumns() {}

    static List<Expression> shownItems(ServerProfile profile, Table table, Partitioning.ListBy list) {
        List<Expression> items = new ArrayList<>(list.items().size());
        int number = 0;
        for (Expression item : list.items()) {
            boolean column = ShownPartitioning.isColumn(item);
            if (column) {
                items.add(item);
            } else if (profile.atLeast(Version.V4_0)) {
                items.add(ExpressionPrintStyle.SERIALIZED.show(identified(table, item)));
            } else {
                items.add(new Expression.Reference(QualifiedName.of(name(number)), Span.NONE));
            }
            number += column ? 0 : 1;
        }
        return items;
    }

    /**
     * The expression with the names that its columns were created with: the server stores these names and does not
     * resolve them after a rename.
     */
    private static Expression identified(Table table, Expression item) {
        return item.withColumnNames(name -> table.column(name.text())
                .filter(column -> !name.is(column.id()))
                .map(column -> new Name(column.id(), name.quoted(), name.span()))
                .orElse(name));
    }

    public static List<ColumnDefinition> shown(ServerProfile profile, Table table, Partitioning.ListBy list) {
        return profile.atLeast(Version.V4_0) ? List.of() : all(profile, table, list);
    }

    public static List<ColumnDefinition> all(ServerProfile profile, Table table, Partitioning.ListBy list) {
        List<ColumnDefinition> columns = new ArrayList<>();
        for (Expression item : list.items()) {
            if (!ShownPartitioning.isColumn(item)) {
                columns.add(column(profile, table, name(columns.size()), item));
            }
        }
        return columns;
    }

    private static ColumnDefinition column(ServerProfile profile, Table table, String name, Expression item) {
        Type type = HiddenColumnType.of(profile, table, item);
        return new ColumnDefinition(
                Name.of(name),
                type == null ? null : ShownType.ofColumn(type),
                null,
                false,
                null,
                true,
                null,
                false,
                ExpressionPrintStyle.ofColumn(table.model()).show(item),
                "",
                Span.NONE);
    }

    private static String name(int number) {
        return Partitioning.HIDDEN_COLUMN + number;
    }
}
