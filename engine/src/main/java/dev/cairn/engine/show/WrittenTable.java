package dev.cairn.engine.show;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.expression.ShownType;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.Lifetime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the CREATE TABLE that a user would write for a table, without the server's defaults. */
final class WrittenTable {
    private final ServerProfile profile;
    private final Table table;

    WrittenTable(ServerProfile profile, Table table) {
        this.profile = profile;
        this.table = table;
    }

    CreateTable statement() {
        return new CreateTable(
                table.temporary() ? Lifetime.TEMPORARY : Lifetime.PERMANENT,
                false,
                QualifiedName.of(table.name()),
                table.columns().stream().map(this::column).toList(),
                table.indexes().stream().map(WrittenTable::index).toList(),
                null,
                null,
                ShownTable.key(table),
                ShowCreate.optional(table.comment()),
                new ShownPartitioning(profile, table).written(),
                table.distribution(),
                ShownTable.orderBy(table.sortKey()),
                table.rollups().stream().map(this::rollup).toList(),
                ShownProperties.written(profile, table),
                List.of(),
                Span.NONE);
    }

    private ColumnDefinition column(Column column) {
        return new ColumnDefinition(
                Name.of(column.name()),
                ShownType.written(column.type()),
                null,
                false,
                column.aggregation(),
                (column.nullable() || column.autoIncrement()) ? null : false,
                column.defaultValue(),
                column.autoIncrement(),
                generated(column),
                ShowCreate.optional(column.comment()),
                Span.NONE);
    }

    /** The expression of a generated column. A PRIMARY KEY table preserves which names were quoted. */
    private @Nullable Expression generated(Column column) {
        Expression generated = column.generated();
        ExpressionPrintStyle hand =
                table.model() == KeyModel.PRIMARY ? ExpressionPrintStyle.SERIALIZED : ExpressionPrintStyle.QUOTED;
        return generated == null ? null : hand.show(generated);
    }

    private static IndexDefinition index(IndexDefinition index) {
        return new IndexDefinition(
                index.name(),
                index.columns(),
                index.kind(),
                index.properties(),
                index.comment() == null ? null : ShowCreate.optional(index.comment()),
                Span.NONE);
    }

    private RollupDefinition rollup(Rollup rollup) {
        List<Name> columns = names(rollup.columns());
        List<Name> keys = table.model() == KeyModel.DUPLICATE && !rollup.merged()
                ? names(rollup.columns().stream().filter(Column::key).toList())
                : List.of();
        return new RollupDefinition(Name.of(rollup.name()), columns, keys, null, List.of(), Span.NONE);
    }

    private static List<Name> names(List<Column> columns) {
        return columns.stream().map(column -> Name.of(column.name())).toList();
    }
}
