package dev.cairn.engine;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Properties;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ColumnDefinition;
import dev.cairn.sql.Expression;
import dev.cairn.sql.IndexDefinition;
import dev.cairn.sql.Name;
import dev.cairn.sql.PartitionClause;
import dev.cairn.sql.Property;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.RollupDefinition;
import dev.cairn.sql.Span;
import dev.cairn.sql.Statement.CreateTable;
import dev.cairn.sql.Statement.Lifetime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table as a person would write it: nothing is said that the server adds by itself. */
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
                table.columns().stream().map(WrittenTable::column).toList(),
                table.indexes().stream().map(WrittenTable::index).toList(),
                null,
                null,
                ShownTable.key(table),
                text(table.comment()),
                partitioning(),
                table.distribution(),
                ShownTable.orderBy(table.sortKey()),
                table.rollups().stream().map(WrittenTable::rollup).toList(),
                properties(),
                List.of(),
                Span.NONE);
    }

    private static ColumnDefinition column(Column column) {
        return new ColumnDefinition(
                Name.of(column.name()),
                ShownType.ofColumn(column.type()),
                null,
                false,
                column.aggregation(),
                (column.nullable() || column.autoIncrement()) ? null : false,
                column.defaultValue(),
                column.autoIncrement(),
                generated(column),
                text(column.comment()),
                Span.NONE);
    }

    private static @Nullable Expression generated(Column column) {
        Expression generated = column.generated();
        return generated == null ? null : ExpressionHand.QUOTED.show(generated);
    }

    private static IndexDefinition index(IndexDefinition index) {
        return new IndexDefinition(
                index.name(),
                index.columns(),
                index.kind(),
                index.properties(),
                index.comment() == null ? null : text(index.comment()),
                Span.NONE);
    }

    private @Nullable PartitionClause partitioning() {
        if (table.partitioning() instanceof Partitioning.ListBy list) {
            List<Expression> items = list.items().stream()
                    .map(ExpressionHand.SERIALIZED::show)
                    .toList();
            PartitionClause clause = ShownPartitioning.automatic(items);
            // 3.5 takes no parentheses around expressions, and later servers need none.
            return clause instanceof PartitionClause.By by
                    ? new PartitionClause.By(by.items(), false, false, List.of(), Span.NONE)
                    : clause;
        }
        return ShownPartitioning.of(profile, table);
    }

    private static RollupDefinition rollup(Rollup rollup) {
        List<Name> columns = rollup.columns().stream()
                .map(column -> Name.of(column.name()))
                .toList();
        return new RollupDefinition(Name.of(rollup.name()), columns, List.of(), null, List.of(), Span.NONE);
    }

    private List<Property> properties() {
        List<Property> said = new ArrayList<>();
        for (Map.Entry<String, Properties.Setting> entry :
                table.properties().settings().entrySet()) {
            if (!entry.getValue().assumed()) {
                said.add(Property.of(entry.getKey(), entry.getValue().value()));
            }
        }
        return said;
    }

    private static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }
}
