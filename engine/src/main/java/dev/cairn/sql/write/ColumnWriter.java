package dev.cairn.sql.write;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.IndexDefinition;

/**
 * Writes the columns and indexes of CREATE TABLE and ALTER TABLE, with their clauses in the order of SHOW CREATE TABLE.
 */
public final class ColumnWriter {
    private final SqlTextBuilder out;
    private final QueryWriter queryWriter;
    private final TypeWriter typeWriter;

    public ColumnWriter(SqlTextBuilder out) {
        this(out, new QueryWriter(out));
    }

    ColumnWriter(SqlTextBuilder out, QueryWriter queryWriter) {
        this.out = out;
        this.queryWriter = queryWriter;
        typeWriter = queryWriter.typeWriter();
    }

    /** Writes {@code `c` int(11) NOT NULL}. */
    public void writeColumn(ColumnDefinition column) {
        out.appendName(column.name()).appendIf(column.type() != null, " ");
        writeDefinition(column);
    }

    /** Writes the part of a definition after the name of the column and a space: {@code int NOT NULL COMMENT "x"}. */
    public void writeDefinition(ColumnDefinition column) {
        if (column.type() != null) {
            typeWriter.writeColumnType(column.type());
        }
        if (column.domain().charset() != null) {
            out.append(" CHARACTER SET ").appendNameAsWritten(column.domain().charset());
        }
        out.appendIf(column.isKey(), " KEY");
        if (column.aggregation() != null) {
            out.append(" ");
            writeAggregation(column.aggregation());
        }
        if (column.nullable() != null) {
            out.append(column.nullable() ? " NULL" : " NOT NULL");
        }
        writeValueSource(column);
        if (column.comment() != null) {
            out.append(" COMMENT ").appendText(QuotingContext.COLUMN_COMMENT, column.comment());
        }
    }

    /** Writes the source of values that an INSERT does not provide. */
    private void writeValueSource(ColumnDefinition column) {
        out.appendIf(column.isAutoIncrement(), " AUTO_INCREMENT");
        if (column.defaultValue() != null) {
            out.append(" DEFAULT ");
            writeDefaultValue(column.defaultValue());
        }
        if (column.generatedValue() != null) {
            out.append(" AS ");
            queryWriter.write(column.generatedValue());
        }
    }

    private void writeAggregation(Aggregation aggregation) {
        if (aggregation instanceof Aggregation.Function function) {
            out.append(function.name());
        } else if (aggregation instanceof Aggregation.State state) {
            out.appendBareName(state.function()).append("(");
            out.appendList(state.arguments(), ", ", this::writeStateArgument).append(")");
        } else {
            throw new IllegalArgumentException("Unknown aggregation: " + aggregation);
        }
    }

    private void writeStateArgument(Aggregation.StateArgument argument) {
        typeWriter.writeColumnType(argument.type());
        if (argument.isNullable() != null) {
            out.append(argument.isNullable() ? " NULL" : " NOT NULL");
        }
    }

    public void writeDefaultValue(ColumnDefault value) {
        if (value instanceof ColumnDefault.TextDefault textDefault) {
            out.appendText(QuotingContext.DEFAULT, textDefault.value());
        } else if (value instanceof ColumnDefault.NullDefault) {
            out.append("NULL");
        } else if (value instanceof ColumnDefault.CurrentTimestamp currentTimestamp) {
            writeCurrentTimestamp(currentTimestamp);
        } else if (value instanceof ColumnDefault.FunctionDefault functionDefault) {
            out.append("(")
                    .appendList(functionDefault.name().parts(), ".", out::appendNameAsWritten)
                    .append("())");
        } else if (value instanceof ColumnDefault.ComputedDefault computedDefault) {
            queryWriter.write(computedDefault.expression());
        } else {
            throw new IllegalArgumentException("Unknown default: " + value);
        }
    }

    /** Writes the call if there is a precision, and the word otherwise, as the server prints them. */
    private void writeCurrentTimestamp(ColumnDefault.CurrentTimestamp currentTimestamp) {
        if (currentTimestamp.precision() != null) {
            out.append("current_timestamp(")
                    .append(currentTimestamp.precision())
                    .append(")");
        } else {
            out.append("CURRENT_TIMESTAMP").appendIf(currentTimestamp.hasParentheses(), "()");
        }
    }

    /** Writes {@code INDEX name (`column`) USING BITMAP COMMENT ''}. */
    void writeIndex(IndexDefinition index) {
        out.append("INDEX ").appendBareName(index.name().text()).append(" ");
        writeIndexAfterName(index);
    }

    void writeIndexAfterName(IndexDefinition index) {
        out.append("(").appendList(index.columns(), ",", out::appendName).append(")");
        if (index.kind() != null) {
            out.append(" USING ").append(index.kind().name());
            if (!index.properties().isEmpty()) {
                out.appendPropertyList(index.properties());
            }
        }
        if (index.comment() != null) {
            out.append(" COMMENT ").appendText(QuotingContext.INDEX_COMMENT, index.comment());
        }
    }
}
