package dev.cairn.engine.show;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.expression.ShownType;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Default;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.Lifetime;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the statement that SHOW CREATE TABLE prints. */
final class ShownTable {
    private static final String ENGINE = "OLAP";

    private final ServerProfile profile;
    private final Table table;

    ShownTable(ServerProfile profile, Table table) {
        this.profile = profile;
        this.table = table;
    }

    CreateTable statement() {
        return new CreateTable(
                table.temporary() ? Lifetime.TEMPORARY : Lifetime.PERMANENT,
                false,
                QualifiedName.of(table.name()),
                columns(),
                table.indexes().stream().map(ShownTable::index).toList(),
                Name.of(ENGINE),
                null,
                key(table),
                comment(),
                new ShownPartitioning(profile, table).shown(),
                table.distribution(),
                orderBy(table.sortKey()),
                List.of(),
                ShownProperties.of(profile, table),
                List.of(),
                Span.NONE);
    }

    private List<ColumnDefinition> columns() {
        List<ColumnDefinition> columns = new ArrayList<>(table.columns().size());
        for (Column column : table.columns()) {
            columns.add(column(column));
        }
        columns.addAll(new ShownPartitioning(profile, table).shownHiddenColumns());
        return columns;
    }

    private ColumnDefinition column(Column column) {
        return new ColumnDefinition(
                Name.of(column.name()),
                ShownType.ofColumn(column.type()),
                null,
                false,
                table.model() == KeyModel.PRIMARY ? null : column.aggregation(),
                column.nullable(),
                defaultValue(column),
                column.autoIncrement(),
                generated(column),
                column.comment(),
                Span.NONE);
    }

    /** The column's default; the empty default of a metric type is never shown. */
    private static @Nullable Default defaultValue(Column column) {
        return PrimitiveType.of(column.type()).isMetric() ? null : column.defaultValue();
    }

    private @Nullable Expression generated(Column column) {
        Expression generated = column.generated();
        return generated == null
                ? null
                : ExpressionPrintStyle.ofColumn(table.model()).show(generated);
    }

    static IndexDefinition index(IndexDefinition index) {
        return new IndexDefinition(
                index.name(),
                index.columns(),
                index.kind() == null ? IndexDefinition.Kind.BITMAP : index.kind(),
                index.properties().stream()
                        .sorted(Comparator.comparing(Property::name))
                        .toList(),
                index.comment() == null ? "" : index.comment(),
                Span.NONE);
    }

    static KeyClause key(Table table) {
        List<Name> names = new ArrayList<>();
        for (Column column : table.columns()) {
            if (column.key()) {
                names.add(Name.of(column.name()));
            }
        }
        return new KeyClause(table.model(), names, Span.NONE);
    }

    /** The comment; a shared-data server shows the kind of the table if there is no comment. */
    private @Nullable String comment() {
        if (!table.comment().isEmpty()) {
            return table.comment();
        }
        return profile.sharedData() ? ENGINE : null;
    }

    static List<SortItem> orderBy(List<String> columns) {
        return columns.stream()
                .map(column -> new SortItem(new Expression.Reference(QualifiedName.of(column), Span.NONE), null, null))
                .toList();
    }
}
