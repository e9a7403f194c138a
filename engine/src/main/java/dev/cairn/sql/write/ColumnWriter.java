package dev.cairn.sql.write;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Default;
import dev.cairn.sql.ast.IndexDefinition;

/** Writes columns and indexes as in CREATE TABLE and ALTER TABLE. */
public final class ColumnWriter {
    private ColumnWriter() {}

    public static void column(SqlTextBuilder out, ColumnDefinition column) {
        out.name(column.name());
        if (column.type() != null) {
            TypeWriter.column(out.put(" "), column.type());
        }
        if (column.charset() != null) {
            out.put(" CHARACTER SET ").nameAsWritten(column.charset());
        }
        out.put(column.key(), " KEY");
        if (column.aggregation() != null) {
            aggregation(out.put(" "), column.aggregation());
        }
        if (column.nullable() != null) {
            out.put(column.nullable() ? " NULL" : " NOT NULL");
        }
        value(out, column);
        if (column.comment() != null) {
            out.put(" ").comment(column.comment());
        }
    }

    /** Writes the source of values that an INSERT does not provide. */
    private static void value(SqlTextBuilder out, ColumnDefinition column) {
        out.put(column.autoIncrement(), " AUTO_INCREMENT");
        if (column.defaultValue() != null) {
            defaultValue(out.put(" DEFAULT "), column.defaultValue());
        }
        if (column.generated() != null) {
            ExpressionWriter.write(out.put(" AS "), column.generated());
        }
    }

    private static void aggregation(SqlTextBuilder out, Aggregation aggregation) {
        if (aggregation instanceof Aggregation.Function function) {
            out.put(function.name());
        } else if (aggregation instanceof Aggregation.State state) {
            out.bareName(state.function()).put("(");
            out.list(state.arguments(), ", ", ColumnWriter::argument).put(")");
        }
    }

    private static void argument(SqlTextBuilder out, Aggregation.Argument argument) {
        TypeWriter.column(out, argument.type());
        if (argument.nullable() != null) {
            out.put(argument.nullable() ? " NULL" : " NOT NULL");
        }
    }

    static void defaultValue(SqlTextBuilder out, Default value) {
        if (value instanceof Default.Text text) {
            out.text(QuotingContext.DEFAULT, text.value());
        } else if (value instanceof Default.Null) {
            out.put("NULL");
        } else if (value instanceof Default.CurrentTimestamp now) {
            currentTimestamp(out, now);
        } else if (value instanceof Default.Function function) {
            out.put("(")
                    .list(function.name().parts(), ".", SqlTextBuilder::nameAsWritten)
                    .put("())");
        } else if (value instanceof Default.Computed computed) {
            ExpressionWriter.write(out, computed.expression());
        }
    }

    /** Writes the call if there is a precision, and the word otherwise, as the server prints them. */
    private static void currentTimestamp(SqlTextBuilder out, Default.CurrentTimestamp now) {
        if (now.precision() != null) {
            out.put("current_timestamp(").put(now.precision()).put(")");
        } else {
            out.put("CURRENT_TIMESTAMP").put(now.parentheses(), "()");
        }
    }

    /** Writes {@code INDEX name (`column`) USING BITMAP COMMENT ''}. */
    static void index(SqlTextBuilder out, IndexDefinition index) {
        out.put("INDEX ").bareName(index.name().text()).put(" ");
        indexedColumns(out, index);
    }

    static void indexedColumns(SqlTextBuilder out, IndexDefinition index) {
        out.put("(").list(index.columns(), ",", SqlTextBuilder::name).put(")");
        if (index.kind() != null) {
            out.put(" USING ").put(index.kind().name());
            if (!index.properties().isEmpty()) {
                out.propertyList(index.properties());
            }
        }
        if (index.comment() != null) {
            out.put(" COMMENT ").text(QuotingContext.INDEX_COMMENT, index.comment());
        }
    }
}
