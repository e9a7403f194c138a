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

/**
 * Writes CREATE TABLE in its three forms, with columns, AS SELECT and LIKE, in the layout of SHOW CREATE TABLE. It adds
 * no default clauses.
 */
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

    void writeCreateTable(CreateTable createTable) {
        writeHead(createTable);
        out.append(" (\n").appendList(createTable.columns(), ",\n", this::writeColumnLine);
        for (IndexDefinition index : createTable.indexes()) {
            out.append(",\n  ");
            columnWriter.writeIndex(index);
        }
        out.append("\n)");
        createTable.clauses().forEach(this::writeClause);
    }

    void writeCreateTableLike(CreateTableLike createTable) {
        writeHead(createTable);
        createTable.clauses().forEach(this::writeClause);
        out.append(createTable.clauses().isEmpty() ? " LIKE " : "\nLIKE ").appendName(createTable.source());
    }

    void writeCreateTableAsSelect(CreateTableAsSelect createTable) {
        writeHead(createTable);
        if (!createTable.columns().isEmpty() || !createTable.indexes().isEmpty()) {
            out.append(" (").appendList(createTable.columns(), ", ", out::appendName);
            out.appendIf(
                    !createTable.columns().isEmpty() && !createTable.indexes().isEmpty(), ", ");
            out.appendList(createTable.indexes(), ", ", columnWriter::writeIndex)
                    .append(")");
        }
        createTable.clauses().forEach(this::writeClause);
        out.append("\nAS ").append(createTable.queryText().text());
    }

    private void writeHead(CreateTableStatement createStatement) {
        out.append("CREATE ");
        if (createStatement.lifetime() != TableLifetime.PERMANENT) {
            out.append(createStatement.lifetime().name()).append(" ");
        }
        out.append("TABLE ")
                .appendIf(createStatement.ifNotExists(), "IF NOT EXISTS ")
                .appendName(createStatement.name());
    }

    /**
     * Writes a clause on a new line; ENGINE continues the current line. Does nothing for an index clause, because its
     * indexes are written with the columns. {@link MaterializedViewWriter#writeClause} writes the clauses that only materialized
     * views have.
     */
    public void writeClause(CreateClause clause) {
        if (clause instanceof CreateClause.IndexClause) {
            return;
        }
        out.append(clause instanceof CreateClause.EngineClause ? " " : "\n");
        if (clause instanceof CreateClause.EngineClause engineClause) {
            out.append("ENGINE=").appendBareName(engineClause.engine().text()).appendIf(out.isShowCreateForm(), " ");
        } else if (clause instanceof CreateClause.CharsetClause charsetClause) {
            out.append("CHARSET = ").appendText(QuotingContext.DOUBLE_QUOTED_LITERAL, charsetClause.charset());
        } else if (clause instanceof KeyClause keyClause) {
            writeKey(keyClause);
        } else if (clause instanceof CreateClause.CommentClause commentClause) {
            out.appendComment(commentClause.comment());
        } else if (clause instanceof PartitionClause partitionClause) {
            partitionWriter.writeClause(partitionClause);
        } else if (clause instanceof Distribution distribution) {
            writeDistribution(distribution);
        } else if (clause instanceof CreateClause.SortClause sortClause) {
            out.append("ORDER BY(")
                    .appendList(sortClause.items(), ", ", this::writeSortItem)
                    .append(")");
        } else if (clause instanceof CreateClause.RollupClause rollupClause) {
            out.append("ROLLUP (\n")
                    .appendList(rollupClause.items(), ",\n", this::writeRollupLine)
                    .append("\n)");
        } else if (clause instanceof CreateClause.PropertyClause propertyClause) {
            writeProperties("PROPERTIES (\n", propertyClause.items());
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
        // SHOW CREATE of a server prints this space.
        boolean needsBlank =
                out.isShowCreateForm() && distribution instanceof Distribution.Hash && distribution.buckets() != null;
        out.appendIf(needsBlank, " ");
    }

    /** Renders an item of a sort key in normalized form: {@code `city` DESC NULLS LAST}. */
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
