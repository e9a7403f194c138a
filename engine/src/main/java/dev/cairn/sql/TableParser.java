package dev.cairn.sql;

import dev.cairn.sql.Statement.Lifetime;
import dev.cairn.sql.Statement.QueryText;
import dev.cairn.sql.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE in its three forms: with columns, AS SELECT, and LIKE. */
final class TableParser {
    private final Cursor cursor;
    private final ColumnParser columns;
    private final ClauseParser clauses;
    private final PartitionParser partitions;

    TableParser(Cursor cursor, ColumnParser columns, ClauseParser clauses, PartitionParser partitions) {
        this.cursor = cursor;
        this.columns = columns;
        this.clauses = clauses;
        this.partitions = partitions;
    }

    /** What stands between the parentheses behind the name. */
    private record Items(List<ColumnDefinition> columns, List<IndexDefinition> indexes) {}

    /** At the name, or IF NOT EXISTS before it. */
    Statement create(Lifetime lifetime, int start) {
        boolean ifNotExists = cursor.ifNotExists();
        QualifiedName name = cursor.qualifiedName();
        Items items = cursor.at(TokenKind.LEFT_PARENTHESIS) ? items() : null;
        Name engine = null;
        if (items != null && cursor.take(Keyword.ENGINE)) {
            cursor.expect(TokenKind.EQUAL);
            engine = cursor.name();
        }
        String charset = items == null ? null : clauses.charset();
        KeyClause key = clauses.key();
        String comment = clauses.comment();
        PartitionClause partitioning = partitions.clause();
        Distribution distribution = clauses.distribution();
        List<SortItem> orderBy = clauses.orderBy();
        List<RollupDefinition> rollups = items == null ? List.of() : rollups();
        List<Property> properties = clauses.properties();
        boolean plain = engine == null && charset == null && rollups.isEmpty() && lifetime != Lifetime.EXTERNAL;
        if (plain && cursor.at(Keyword.AS)) {
            return asSelect(
                    lifetime, ifNotExists, name, items, key, comment, partitioning, distribution, orderBy, properties,
                    start);
        }
        if (items != null) {
            requireColumns(items);
            List<Property> brokerProperties = cursor.take(Keyword.BROKER) ? requiredProperties() : List.of();
            return new Statement.CreateTable(
                    lifetime, ifNotExists, name, items.columns(), items.indexes(), engine, charset, key, comment,
                    partitioning, distribution, orderBy, rollups, properties, brokerProperties, cursor.since(start));
        }
        if (key != null || comment != null || !orderBy.isEmpty()) {
            throw cursor.unexpected();
        }
        cursor.expect(Keyword.LIKE);
        QualifiedName source = cursor.qualifiedName();
        return new Statement.CreateTableLike(
                lifetime, ifNotExists, name, partitioning, distribution, properties, source, cursor.since(start));
    }

    private List<Property> requiredProperties() {
        if (!cursor.at(Keyword.PROPERTIES)) {
            throw cursor.unexpected();
        }
        return clauses.properties();
    }

    private List<RollupDefinition> rollups() {
        return cursor.take(Keyword.ROLLUP) ? cursor.parenthesized(clauses::rollup) : List.of();
    }

    /** Columns, then indexes. */
    private Items items() {
        List<ColumnDefinition> definitions = new ArrayList<>();
        List<IndexDefinition> indexes = new ArrayList<>();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        do {
            int start = cursor.position();
            if (cursor.take(Keyword.INDEX)) {
                indexes.add(clauses.index(start));
            } else if (indexes.isEmpty()) {
                definitions.add(columns.columnOrName());
            } else {
                throw cursor.unexpected();
            }
        } while (cursor.take(TokenKind.COMMA));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Items(definitions, indexes);
    }

    private void requireColumns(Items items) {
        if (items.columns().isEmpty()) {
            throw cursor.error("A table needs a column before its indexes", cursor.span());
        }
        items.columns().forEach(columns::requireType);
    }

    private Statement asSelect(
            Lifetime lifetime,
            boolean ifNotExists,
            QualifiedName name,
            @Nullable Items items,
            @Nullable KeyClause key,
            @Nullable String comment,
            @Nullable PartitionClause partitioning,
            @Nullable Distribution distribution,
            List<SortItem> orderBy,
            List<Property> properties,
            int start) {
        cursor.expect(Keyword.AS);
        List<Name> names = items == null
                ? List.of()
                : items.columns().stream().map(this::nameAlone).toList();
        List<IndexDefinition> indexes = items == null ? List.of() : items.indexes();
        QueryText query = query();
        return new Statement.CreateTableAsSelect(
                lifetime == Lifetime.TEMPORARY,
                ifNotExists,
                name,
                names,
                indexes,
                key,
                comment,
                partitioning,
                distribution,
                orderBy,
                properties,
                query,
                cursor.since(start));
    }

    private Name nameAlone(ColumnDefinition column) {
        if (column.span().length() > column.name().span().length()) {
            throw cursor.error("A table made from a query takes names of columns only", column.span());
        }
        return column.name();
    }

    private QueryText query() {
        int start = cursor.position();
        if (!cursor.at(Keyword.SELECT) && !cursor.at(Keyword.WITH) && !cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            throw cursor.unexpected();
        }
        cursor.takeStatement();
        return new QueryText(cursor.textSince(start), cursor.since(start));
    }
}
