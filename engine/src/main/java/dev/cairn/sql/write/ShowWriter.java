package dev.cairn.sql.write;

import dev.cairn.sql.ast.Statement.Show;
import dev.cairn.sql.ast.Statement.ShowFilter;

/** Writes SHOW and DESC. */
final class ShowWriter {
    private final SqlTextBuilder out;

    ShowWriter(SqlTextBuilder out) {
        this.out = out;
    }

    void write(Show showStatement) {
        switch (showStatement.kind()) {
            case CREATE_DATABASE, CREATE_TABLE, CREATE_VIEW, CREATE_MATERIALIZED_VIEW -> {
                out.append("SHOW ").append(keywords(showStatement));
                writeObject(" ", showStatement);
            }
            case DESCRIBE -> {
                out.append("DESC");
                writeObject(" ", showStatement);
                out.appendIf(showStatement.isFull(), " ALL");
            }
            case COLUMNS, INDEX, PARTITIONS -> {
                writeShowKeywords(showStatement);
                writeObject(" FROM ", showStatement);
            }
            default -> writeShowKeywords(showStatement);
        }
        if (showStatement.database() != null) {
            out.append(" FROM ").appendName(showStatement.database());
        }
        writeFilter(showStatement.filter());
    }

    private void writeShowKeywords(Show showStatement) {
        out.append("SHOW ")
                .appendIf(showStatement.isTemporary(), "TEMPORARY ")
                .appendIf(showStatement.isFull(), "FULL ")
                .append(keywords(showStatement));
    }

    private void writeObject(String prefix, Show showStatement) {
        if (showStatement.object() != null) {
            out.append(prefix).appendName(showStatement.object());
        }
    }

    private static String keywords(Show showStatement) {
        return switch (showStatement.kind()) {
            case ALTER_COLUMN -> "ALTER TABLE COLUMN";
            case ALTER_ROLLUP -> "ALTER TABLE ROLLUP";
            case ALTER_OPTIMIZE -> "ALTER TABLE OPTIMIZE";
            default -> showStatement.kind().name().replace('_', ' ');
        };
    }

    private void writeFilter(ShowFilter filter) {
        QueryWriter queryWriter = new QueryWriter(out);
        if (filter.likePattern() != null) {
            out.append(" LIKE ").appendText(QuotingContext.LITERAL, filter.likePattern());
        }
        if (filter.where() != null) {
            out.append(" WHERE ");
            queryWriter.write(filter.where());
        }
        queryWriter.writeOrderBy(filter.orderBy());
        if (filter.limit() != null) {
            out.append(" LIMIT ").append(filter.limit());
            if (filter.offset() != null) {
                out.append(" OFFSET ").append(filter.offset());
            }
        }
    }
}
