package dev.cairn.sql.write;

import dev.cairn.sql.ast.Statement.Filter;
import dev.cairn.sql.ast.Statement.Show;

/** SHOW and DESC. */
final class ShowWriter {
    private ShowWriter() {}

    static void write(SqlTextBuilder out, Show show) {
        switch (show.what()) {
            case CREATE_DATABASE, CREATE_TABLE, CREATE_VIEW, CREATE_MATERIALIZED_VIEW ->
                object(out.put("SHOW ").put(words(show)), " ", show);
            case DESCRIBE -> {
                object(out.put("DESC"), " ", show);
                out.put(show.full(), " ALL");
            }
            case COLUMNS, INDEX, PARTITIONS -> {
                start(out, show);
                object(out, " FROM ", show);
            }
            default -> start(out, show);
        }
        if (show.database() != null) {
            out.put(" FROM ").name(show.database());
        }
        filter(out, show.filter());
    }

    private static void start(SqlTextBuilder out, Show show) {
        out.put("SHOW ")
                .put(show.temporary(), "TEMPORARY ")
                .put(show.full(), "FULL ")
                .put(words(show));
    }

    private static void object(SqlTextBuilder out, String before, Show show) {
        if (show.object() != null) {
            out.put(before).name(show.object());
        }
    }

    private static String words(Show show) {
        return switch (show.what()) {
            case ALTER_COLUMN -> "ALTER TABLE COLUMN";
            case ALTER_ROLLUP -> "ALTER TABLE ROLLUP";
            case ALTER_OPTIMIZE -> "ALTER TABLE OPTIMIZE";
            default -> show.what().name().replace('_', ' ');
        };
    }

    private static void filter(SqlTextBuilder out, Filter filter) {
        if (filter.like() != null) {
            out.put(" LIKE ").text(QuotingContext.LITERAL, filter.like());
        }
        if (filter.where() != null) {
            ExpressionWriter.write(out.put(" WHERE "), filter.where());
        }
        CallWriter.orderBy(out, filter.orderBy());
        if (filter.limit() != null) {
            out.put(" LIMIT ").put(filter.limit());
            if (filter.offset() != null) {
                out.put(" OFFSET ").put(filter.offset());
            }
        }
    }
}
