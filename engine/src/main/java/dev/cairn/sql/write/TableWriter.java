package dev.cairn.sql.write;

import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.CreateTableAsSelect;
import dev.cairn.sql.ast.Statement.CreateTableLike;
import dev.cairn.sql.ast.Statement.Lifetime;
import dev.cairn.sql.ast.TableStatement;
import java.util.List;

/** Writes the three forms of CREATE TABLE in the layout of SHOW CREATE TABLE. Omitted clauses are not written. */
public final class TableWriter {
    private final SqlTextBuilder out;
    private final QueryWriter expressions;
    private final ColumnWriter columns;
    private final PartitionWriter partitions;

    public TableWriter(SqlTextBuilder out) {
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
        start(table);
        out.put(" (\n").list(table.columns(), ",\n", this::columnLine);
        for (IndexDefinition index : table.indexes()) {
            out.put(",\n  ");
            columns.index(index);
        }
        out.put("\n)");
        table.clauses().forEach(this::clause);
    }

    void createLike(CreateTableLike table) {
        start(table);
        table.clauses().forEach(this::clause);
        out.put(table.clauses().isEmpty() ? " LIKE " : "\nLIKE ").name(table.source());
    }

    void createAsSelect(CreateTableAsSelect table) {
        start(table);
        if (!table.columns().isEmpty() || !table.indexes().isEmpty()) {
            out.put(" (").list(table.columns(), ", ", out::name);
            out.put(!table.columns().isEmpty() && !table.indexes().isEmpty(), ", ");
            out.list(table.indexes(), ", ", columns::index).put(")");
        }
        table.clauses().forEach(this::clause);
        out.put("\nAS ").put(table.query().text());
    }

    private void start(TableStatement table) {
        out.put("CREATE ");
        if (table.lifetime() != Lifetime.PERMANENT) {
            out.put(table.lifetime().name()).put(" ");
        }
        out.put("TABLE ").put(table.ifNotExists(), "IF NOT EXISTS ").name(table.name());
    }

    /** Writes a clause on a line of its own; the indexes are written with the columns. */
    public void clause(CreateClause clause) {
        if (clause instanceof CreateClause.IndexClause) {
            return;
        }
        out.put(clause instanceof CreateClause.EngineClause ? " " : "\n");
        if (clause instanceof CreateClause.EngineClause engine) {
            out.put("ENGINE=").bareName(engine.engine().text()).put(out.isAsShown(), " ");
        } else if (clause instanceof CreateClause.CharsetClause charset) {
            out.put("CHARSET = ").text(QuotingContext.QUOTED_LITERAL, charset.charset());
        } else if (clause instanceof KeyClause key) {
            key(key);
        } else if (clause instanceof CreateClause.CommentClause comment) {
            out.comment(comment.comment());
        } else if (clause instanceof PartitionClause partitioning) {
            partitions.clause(partitioning);
        } else if (clause instanceof Distribution distribution) {
            distribution(distribution);
        } else if (clause instanceof CreateClause.SortClause order) {
            out.put("ORDER BY(").list(order.items(), ", ", this::sortItem).put(")");
        } else if (clause instanceof CreateClause.RollupClause rollups) {
            out.put("ROLLUP (\n").list(rollups.items(), ",\n", this::rollupLine).put("\n)");
        } else if (clause instanceof CreateClause.PropertyClause properties) {
            properties("PROPERTIES (\n", properties.items());
        } else {
            properties("BROKER PROPERTIES (\n", ((CreateClause.BrokerPropertyClause) clause).items());
        }
    }

    private void columnLine(ColumnDefinition column) {
        out.put("  ");
        columns.column(column);
    }

    void key(KeyClause key) {
        out.put(key.model().name()).put(" KEY").names(key.columns());
    }

    private void distribution(Distribution distribution) {
        partitions.distribution(distribution);
        boolean blank = out.isAsShown() && distribution instanceof Distribution.Hash && distribution.buckets() != null;
        out.put(blank, " ");
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
        if (rollup.baseRollup() != null) {
            out.put(" FROM ").name(rollup.baseRollup());
        }
        out.propertiesBehind(rollup.properties());
    }

    private void properties(String start, List<Property> properties) {
        out.put(start).list(properties, ",\n", out::property).put("\n)");
    }
}
