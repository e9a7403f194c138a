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
    private TableWriter() {}

    static void create(SqlTextBuilder out, CreateTable table) {
        start(out, table.lifetime(), table.ifNotExists(), table.name());
        out.put(" (\n").list(table.columns(), ",\n", TableWriter::columnLine);
        for (IndexDefinition index : table.indexes()) {
            ColumnWriter.index(out.put(",\n  "), index);
        }
        out.put("\n)");
        if (table.engine() != null) {
            out.put(" ENGINE=").bareName(table.engine().text()).put(out.shown(), " ");
        }
        if (table.charset() != null) {
            out.put("\nCHARSET = ").text(QuotingContext.QUOTED_LITERAL, table.charset());
        }
        head(out, table.key(), table.comment());
        partitioning(out, table.partitioning());
        distribution(out, table.distribution());
        orderBy(out, table.orderBy());
        if (!table.rollups().isEmpty()) {
            out.put("\nROLLUP (\n")
                    .list(table.rollups(), ",\n", TableWriter::rollupLine)
                    .put("\n)");
        }
        properties(out, "\nPROPERTIES (\n", table.properties());
        properties(out, "\nBROKER PROPERTIES (\n", table.brokerProperties());
    }

    static void createLike(SqlTextBuilder out, CreateTableLike table) {
        start(out, table.lifetime(), table.ifNotExists(), table.name());
        int before = out.length();
        partitioning(out, table.partitioning());
        distribution(out, table.distribution());
        properties(out, "\nPROPERTIES (\n", table.properties());
        out.put(out.length() == before ? " LIKE " : "\nLIKE ").name(table.source());
    }

    static void createAsSelect(SqlTextBuilder out, CreateTableAsSelect table) {
        Lifetime lifetime = table.temporary() ? Lifetime.TEMPORARY : Lifetime.PERMANENT;
        start(out, lifetime, table.ifNotExists(), table.name());
        if (!table.columns().isEmpty() || !table.indexes().isEmpty()) {
            out.put(" (").list(table.columns(), ", ", SqlTextBuilder::name);
            out.put(!table.columns().isEmpty() && !table.indexes().isEmpty(), ", ");
            out.list(table.indexes(), ", ", ColumnWriter::index).put(")");
        }
        head(out, table.key(), table.comment());
        partitioning(out, table.partitioning());
        distribution(out, table.distribution());
        orderBy(out, table.orderBy());
        properties(out, "\nPROPERTIES (\n", table.properties());
        out.put("\nAS ").put(table.query().text());
    }

    private static void start(SqlTextBuilder out, Lifetime lifetime, boolean ifNotExists, QualifiedName name) {
        out.put("CREATE ");
        if (lifetime != Lifetime.PERMANENT) {
            out.put(lifetime.name()).put(" ");
        }
        out.put("TABLE ").put(ifNotExists, "IF NOT EXISTS ").name(name);
    }

    private static void columnLine(SqlTextBuilder out, ColumnDefinition column) {
        ColumnWriter.column(out.put("  "), column);
    }

    private static void head(SqlTextBuilder out, @Nullable KeyClause key, @Nullable String comment) {
        if (key != null) {
            key(out.put("\n"), key);
        }
        if (comment != null) {
            out.put("\n").comment(comment);
        }
    }

    static void key(SqlTextBuilder out, KeyClause key) {
        out.put(key.model().name()).put(" KEY").names(key.columns());
    }

    private static void partitioning(SqlTextBuilder out, @Nullable PartitionClause partitioning) {
        if (partitioning != null) {
            PartitionWriter.clause(out.put("\n"), partitioning);
        }
    }

    static void distribution(SqlTextBuilder out, @Nullable Distribution distribution) {
        if (distribution == null) {
            return;
        }
        PartitionWriter.distribution(out.put("\n"), distribution);
        boolean blank = out.shown() && distribution instanceof Distribution.Hash && distribution.buckets() != null;
        out.put(blank, " ");
    }

    private static void orderBy(SqlTextBuilder out, List<Statement.SortItem> items) {
        if (!items.isEmpty()) {
            out.put("\nORDER BY(").list(items, ", ", TableWriter::sortItem).put(")");
        }
    }

    static void sortItem(SqlTextBuilder out, Statement.SortItem item) {
        if (item.value() instanceof Expression.Reference reference) {
            out.name(reference.name());
        } else {
            ExpressionWriter.write(out, item.value());
        }
        ExpressionWriter.direction(out, item);
    }

    private static void rollupLine(SqlTextBuilder out, RollupDefinition rollup) {
        rollup(out.put("  "), rollup);
    }

    /** Writes {@code `r` (`a`, `b`) DUPLICATE KEY(`a`) FROM `base` PROPERTIES (…)}. */
    static void rollup(SqlTextBuilder out, RollupDefinition rollup) {
        out.name(rollup.name()).put(" ").names(rollup.columns());
        if (!rollup.duplicateKey().isEmpty()) {
            out.put(" DUPLICATE KEY").names(rollup.duplicateKey());
        }
        if (rollup.from() != null) {
            out.put(" FROM ").name(rollup.from());
        }
        out.propertiesBehind(rollup.properties());
    }

    static void properties(SqlTextBuilder out, String start, List<Property> properties) {
        if (!properties.isEmpty()) {
            out.put(start).list(properties, ",\n", SqlTextBuilder::property).put("\n)");
        }
    }
}
