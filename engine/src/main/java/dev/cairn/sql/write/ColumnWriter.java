package dev.cairn.sql.write;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.IndexDefinition;

/** Writes columns and indexes as in CREATE TABLE and ALTER TABLE. */
public final class ColumnWriter {
    private final SqlTextBuilder out;
    private final QueryWriter expressions;
    private final TypeWriter types;

    public ColumnWriter(SqlTextBuilder out) {
        this(out, new QueryWriter(out));
    }

    ColumnWriter(SqlTextBuilder out, QueryWriter expressions) {
        this.out = out;
        this.expressions = expressions;
        types = expressions.types();
    }

    public void column(ColumnDefinition column) {
        out.name(column.name());
        if (column.type() != null) {
            out.put(" ");
            types.column(column.type());
        }
        if (column.domain().charset() != null) {
            out.put(" CHARACTER SET ").nameAsWritten(column.domain().charset());
        }
        out.put(column.key(), " KEY");
        if (column.aggregation() != null) {
            out.put(" ");
            aggregation(column.aggregation());
        }
        if (column.nullable() != null) {
            out.put(column.nullable() ? " NULL" : " NOT NULL");
        }
        value(column);
        if (column.comment() != null) {
            out.put(" COMMENT ").text(QuotingContext.COLUMN_COMMENT, column.comment());
        }
    }

    /** Writes the source of values that an INSERT does not provide. */
    private void value(ColumnDefinition column) {
        out.put(column.autoIncrement(), " AUTO_INCREMENT");
        if (column.defaultValue() != null) {
            out.put(" DEFAULT ");
            defaultValue(column.defaultValue());
        }
        if (column.generatedValue() != null) {
            out.put(" AS ");
            expressions.write(column.generatedValue());
        }
    }

    private void aggregation(Aggregation aggregation) {
        if (aggregation instanceof Aggregation.Function function) {
            out.put(function.name());
        } else if (aggregation instanceof Aggregation.State state) {
            out.bareName(state.function()).put("(");
            out.list(state.arguments(), ", ", this::argument).put(")");
        }
    }

    private void argument(Aggregation.Argument argument) {
        types.column(argument.type());
        if (argument.nullable() != null) {
            out.put(argument.nullable() ? " NULL" : " NOT NULL");
        }
    }

    void defaultValue(ColumnDefault value) {
        if (value instanceof ColumnDefault.Text text) {
            out.text(QuotingContext.DEFAULT, text.value());
        } else if (value instanceof ColumnDefault.Null) {
            out.put("NULL");
        } else if (value instanceof ColumnDefault.CurrentTimestamp now) {
            currentTimestamp(now);
        } else if (value instanceof ColumnDefault.Function function) {
            out.put("(").list(function.name().parts(), ".", out::nameAsWritten).put("())");
        } else if (value instanceof ColumnDefault.Computed computed) {
            expressions.write(computed.expression());
        }
    }

    /** Writes the call if there is a precision, and the word otherwise, as the server prints them. */
    private void currentTimestamp(ColumnDefault.CurrentTimestamp now) {
        if (now.precision() != null) {
            out.put("current_timestamp(").put(now.precision()).put(")");
        } else {
            out.put("CURRENT_TIMESTAMP").put(now.parentheses(), "()");
        }
    }

    /** Writes {@code INDEX name (`column`) USING BITMAP COMMENT ''}. */
    void index(IndexDefinition index) {
        out.put("INDEX ").bareName(index.name().text()).put(" ");
        indexedColumns(index);
    }

    void indexedColumns(IndexDefinition index) {
        out.put("(").list(index.columns(), ",", out::name).put(")");
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
