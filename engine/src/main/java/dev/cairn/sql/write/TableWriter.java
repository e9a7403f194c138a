package dev.cairn.sql.write;

import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.CreateTableAsSelect;
import dev.cairn.sql.ast.Statement.CreateTableLike;
import dev.cairn.sql.ast.Statement.Lifetime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the three forms of CREATE TABLE in the layout of SHOW CREATE TABLE. Omitted clauses are not written. */
final class TableWriter {
    private final SqlTextBuilder out;
    private final QueryWriter expressions;
    private final ColumnWriter columns;
    private final PartitionWriter partitions;

    TableWriter(SqlTextBuilder out) {
        this.out = out;
        expressions = new QueryWriter(out);
        columns = new ColumnWriter(out, expressions);
        partitions = new PartitionWriter(out, expressions);
    }

    QueryWriter expressions() {
        return expressions;
    }

    ColumnWriter columns() {
        return columns;
    }

    PartitionWriter partitions() {
        return partitions;
    }

    void create(CreateTable table) {
        start(table.lifetime(), table.ifNotExists(), table.name());
        out.put(" (\n").list(table.columns(), ",\n", this::columnLine);
        for (IndexDefinition index : table.indexes()) {
            out.put(",\n  ");
            columns.index(index);
        }
        out.put("\n)");
        if (table.engine() != null) {
            out.put(" ENGINE=").bareName(table.engine().text()).put(out.shown(), " ");
        }
        if (table.charset() != null) {
            out.put("\nCHARSET = ").text(QuotingContext.QUOTED_LITERAL, table.charset());
        }
        head(table.key(), table.comment());
        partitioning(table.partitioning());
        distribution(table.distribution());
        orderBy(table.orderBy());
        if (!table.rollups().isEmpty()) {
            out.put("\nROLLUP (\n")
                    .list(table.rollups(), ",\n", this::rollupLine)
                    .put("\n)");
        }
        properties("\nPROPERTIES (\n", table.properties());
        properties("\nBROKER PROPERTIES (\n", table.brokerProperties());
    }

    void createLike(CreateTableLike table) {
        start(table.lifetime(), table.ifNotExists(), table.name());
        int before = out.length();
        partitioning(table.partitioning());
        distribution(table.distribution());
        properties("\nPROPERTIES (\n", table.properties());
        out.put(out.length() == before ? " LIKE " : "\nLIKE ").name(table.source());
    }

    void createAsSelect(CreateTableAsSelect table) {
        Lifetime lifetime = table.temporary() ? Lifetime.TEMPORARY : Lifetime.PERMANENT;
        start(lifetime, table.ifNotExists(), table.name());
        if (!table.columns().isEmpty() || !table.indexes().isEmpty()) {
            out.put(" (").list(table.columns(), ", ", out::name);
            out.put(!table.columns().isEmpty() && !table.indexes().isEmpty(), ", ");
            out.list(table.indexes(), ", ", columns::index).put(")");
        }
        head(table.key(), table.comment());
        partitioning(table.partitioning());
        distribution(table.distribution());
        orderBy(table.orderBy());
        properties("\nPROPERTIES (\n", table.properties());
        out.put("\nAS ").put(table.query().text());
    }

    private void start(Lifetime lifetime, boolean ifNotExists, QualifiedName name) {
        out.put("CREATE ");
        if (lifetime != Lifetime.PERMANENT) {
            out.put(lifetime.name()).put(" ");
        }
        out.put("TABLE ").put(ifNotExists, "IF NOT EXISTS ").name(name);
    }

    private void columnLine(ColumnDefinition column) {
        out.put("  ");
        columns.column(column);
    }

    private void head(@Nullable KeyClause key, @Nullable String comment) {
        if (key != null) {
            out.put("\n");
            key(key);
        }
        if (comment != null) {
            out.put("\n").comment(comment);
        }
    }

    void key(KeyClause key) {
        out.put(key.model().name()).put(" KEY").names(key.columns());
    }

    private void partitioning(@Nullable PartitionClause partitioning) {
        if (partitioning != null) {
            out.put("\n");
            partitions.clause(partitioning);
        }
    }

    void distribution(@Nullable Distribution distribution) {
        if (distribution == null) {
            return;
        }
        out.put("\n");
        partitions.distribution(distribution);
        boolean blank = out.shown() && distribution instanceof Distribution.Hash && distribution.buckets() != null;
        out.put(blank, " ");
    }

    private void orderBy(List<Statement.SortItem> items) {
        if (!items.isEmpty()) {
            out.put("\nORDER BY(").list(items, ", ", this::sortItem).put(")");
        }
    }

    void sortItem(Statement.SortItem item) {
        if (item.value() instanceof Expression.Reference reference) {
            out.name(reference.name());
        } else {
            expressions.write(item.value());
        }
        expressions.direction(item);
    }

    private void rollupLine(RollupDefinition rollup) {
        out.put("  ");
        rollup(rollup);
    }

    /** Writes {@code `r` (`a`, `b`) DUPLICATE KEY(`a`) FROM `base` PROPERTIES (…)}. */
    void rollup(RollupDefinition rollup) {
        out.name(rollup.name()).put(" ").names(rollup.columns());
        if (!rollup.duplicateKey().isEmpty()) {
            out.put(" DUPLICATE KEY").names(rollup.duplicateKey());
        }
        if (rollup.from() != null) {
            out.put(" FROM ").name(rollup.from());
        }
        out.propertiesBehind(rollup.properties());
    }

    void properties(String start, List<Property> properties) {
        if (!properties.isEmpty()) {
            out.put(start).list(properties, ",\n", out::property).put("\n)");
        }
    }
}
