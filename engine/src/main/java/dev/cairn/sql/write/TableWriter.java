package dev.cairn.sql.write;

import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateTableStatement;
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
import dev.cairn.sql.ast.Statement.TableLifetime;
import dev.cairn.sql.ast.StatementForm;
import java.util.List;

/** Writes the three forms of CREATE TABLE in the layout of SHOW CREATE TABLE. Omitted clauses are not written. */
public final class TableWriter {
    private final SqlTextBuilder out;
    private final QueryWriter queryWriter;
    private final ColumnWriter columnWriter;
    private final PartitionWriter partitionWriter;

    public TableWriter(SqlTextBuilder out) {
        this.out = out;
        queryWriter = new QueryWriter(out);
        columnWriter = new ColumnWriter(out, queryWriter);
        partitionWriter = new PartitionWriter(out, queryWriter);
    }

    QueryWriter queryWriter() {
        return queryWriter;
    }

    ColumnWriter columnWriter() {
        return columnWriter;
    }

    PartitionWriter partitionWriter() {
        return partitionWriter;
    }

    void writeCreateTable(CreateTable table) {
        writeHead(table);
        out.append(" (\n").appendList(table.columns(), ",\n", this::writeColumnLine);
        for (IndexDefinition index : table.indexes()) {
            out.append(",\n  ");
            columnWriter.writeIndex(index);
        }
        out.append("\n)");
        table.clauses().forEach(this::writeClause);
    }

    void writeCreateTableLike(CreateTableLike table) {
        writeHead(table);
        table.clauses().forEach(this::writeClause);
        out.append(table.clauses().isEmpty() ? " LIKE " : "\nLIKE ").appendName(table.source());
    }

    void writeCreateTableAsSelect(CreateTableAsSelect table) {
        writeHead(table);
        if (!table.columns().isEmpty() || !table.indexes().isEmpty()) {
            out.append(" (").appendList(table.columns(), ", ", out::appendName);
            out.appendIf(!table.columns().isEmpty() && !table.indexes().isEmpty(), ", ");
            out.appendList(table.indexes(), ", ", columnWriter::writeIndex).append(")");
        }
        table.clauses().forEach(this::writeClause);
        out.append("\nAS ").append(table.query().text());
    }

    private void writeHead(CreateTableStatement table) {
        out.append("CREATE ");
        if (table.lifetime() != TableLifetime.PERMANENT) {
            out.append(table.lifetime().name()).append(" ");
        }
        out.append("TABLE ").appendIf(table.ifNotExists(), "IF NOT EXISTS ").appendName(table.name());
    }

    /** Writes a clause on a line of its own; the indexes are written with the columns. */
    public void writeClause(CreateClause clause) {
        if (clause instanceof CreateClause.IndexClause) {
            return;
        }
        out.append(clause instanceof CreateClause.EngineClause ? " " : "\n");
        if (clause instanceof CreateClause.EngineClause engine) {
            out.append("ENGINE=").appendBareName(engine.engine().text()).appendIf(out.isAsShown(), " ");
        } else if (clause instanceof CreateClause.CharsetClause charset) {
            out.append("CHARSET = ").appendText(QuotingContext.QUOTED_LITERAL, charset.charset());
        } else if (clause instanceof KeyClause key) {
            writeKey(key);
        } else if (clause instanceof CreateClause.CommentClause comment) {
            out.appendComment(comment.comment());
        } else if (clause instanceof PartitionClause partitioning) {
            partitionWriter.writeClause(partitioning);
        } else if (clause instanceof Distribution distribution) {
            writeDistribution(distribution);
        } else if (clause instanceof CreateClause.SortClause sortClause) {
            out.append("ORDER BY(")
                    .appendList(sortClause.items(), ", ", this::writeSortItem)
                    .append(")");
        } else if (clause instanceof CreateClause.RollupClause rollups) {
            out.append("ROLLUP (\n")
                    .appendList(rollups.items(), ",\n", this::writeRollupLine)
                    .append("\n)");
        } else if (clause instanceof CreateClause.PropertyClause properties) {
            writeProperties("PROPERTIES (\n", properties.items());
        } else {
            writeProperties("BROKER PROPERTIES (\n", ((CreateClause.BrokerPropertyClause) clause).items());
        }
    }

    private void writeColumnLine(ColumnDefinition column) {
        out.append("  ");
        columnWriter.writeColumn(column);
    }

    void writeKey(KeyClause key) {
        out.append(key.model().name()).append(" KEY").appendNames(key.columns());
    }

    private void writeDistribution(Distribution distribution) {
        partitionWriter.writeDistribution(distribution);
        boolean needsBlank =
                out.isAsShown() && distribution instanceof Distribution.Hash && distribution.buckets() != null;
        out.appendIf(needsBlank, " ");
    }

    /** Returns an item in the form of a kept statement: {@code `city` DESC NULLS LAST}. */
    public static String renderSortItem(Statement.SortItem item) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new TableWriter(out).writeSortItem(item);
        return out.toString();
    }

    /** Writes {@code b DESC NULLS LAST}. */
    public void writeSortItem(Statement.SortItem item) {
        if (item.value() instanceof Expression.Reference reference) {
            out.appendName(reference.name());
        } else {
            queryWriter.write(item.value());
        }
        queryWriter.writeDirection(item);
    }

    private void writeRollupLine(RollupDefinition rollup) {
        out.append("  ");
        writeRollup(rollup);
    }

    /** Writes {@code `r` (`a`, `b`) DUPLICATE KEY(`a`) FROM `base` PROPERTIES (…)}. */
    void writeRollup(RollupDefinition rollup) {
        out.appendName(rollup.name()).append(" ").appendNames(rollup.columns());
        if (!rollup.duplicateKey().isEmpty()) {
            out.append(" DUPLICATE KEY").appendNames(rollup.duplicateKey());
        }
        if (rollup.baseRollup() != null) {
            out.append(" FROM ").appendName(rollup.baseRollup());
        }
        out.appendPropertyClause(rollup.properties());
    }

    private void writeProperties(String openingText, List<Property> properties) {
        out.append(openingText)
                .appendList(properties, ",\n", out::appendProperty)
                .append("\n)");
    }
}
