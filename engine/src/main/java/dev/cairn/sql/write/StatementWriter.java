package dev.cairn.sql.write;

import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CancelAlter;
import dev.cairn.sql.ast.Statement.Filter;
import dev.cairn.sql.ast.Statement.Recover;
import dev.cairn.sql.ast.Statement.Show;
import dev.cairn.sql.ast.ViewStatement;

/** Writes statements: delegates to the writer of each kind, and writes the statements of a single line itself. */
public final class StatementWriter {
    private final SqlTextBuilder out;

    public StatementWriter(SqlTextBuilder out) {
        this.out = out;
    }

    public void write(Statement statement) {
        if (statement instanceof Statement.CreateTable table) {
            new TableWriter(out).create(table);
        } else if (statement instanceof Statement.AlterTable alter) {
            new AlterWriter(out).write(alter);
        } else if (statement instanceof Statement.CreateTableLike table) {
            new TableWriter(out).createLike(table);
        } else if (statement instanceof Statement.CreateTableAsSelect table) {
            new TableWriter(out).createAsSelect(table);
        } else if (statement instanceof Statement.Show show) {
            show(show);
        } else if (statement instanceof ViewStatement view) {
            new ViewWriter(out).write(view);
        } else if (statement instanceof AccessStatement access) {
            new AccessWriter(out).write(access);
        } else if (statement instanceof Statement.Select select) {
            out.put(select.query().text());
        } else if (statement instanceof Statement.Opaque opaque) {
            out.put(opaque.text());
        } else if (!isOfDatabase(statement)) {
            ofTable(statement);
        }
    }

    private boolean isOfDatabase(Statement statement) {
        if (statement instanceof Statement.CreateDatabase create) {
            out.put("CREATE DATABASE ")
                    .put(create.ifNotExists(), "IF NOT EXISTS ")
                    .name(create.name());
            out.propertiesBehind(create.properties());
        } else if (statement instanceof Statement.DropDatabase drop) {
            out.put("DROP DATABASE ").put(drop.ifExists(), "IF EXISTS ").name(drop.name());
            out.put(drop.force(), " FORCE");
        } else if (statement instanceof Statement.Use use) {
            out.put("USE ").name(use.name());
        } else {
            return false;
        }
        return true;
    }

    private void ofTable(Statement statement) {
        if (statement instanceof Statement.DropTable drop) {
            out.put("DROP ").put(drop.temporary(), "TEMPORARY ").put("TABLE ");
            out.put(drop.ifExists(), "IF EXISTS ").name(drop.table()).put(drop.force(), " FORCE");
        } else if (statement instanceof Statement.TruncateTable truncate) {
            out.put("TRUNCATE TABLE ").name(truncate.table());
            if (truncate.partitions() != null) {
                out.put(" ").partitionNames(truncate.partitions());
            }
            new QueryWriter(out).partitionKeys(truncate.keys());
        } else if (statement instanceof Recover recover) {
            out.put("RECOVER ").put(recover.kind().name()).put(" ");
            if (recover.partition() != null) {
                out.name(recover.partition()).put(" FROM ");
            }
            out.name(recover.name());
        } else if (statement instanceof Statement.CreateIndex create) {
            out.put("CREATE INDEX ").name(create.index().name()).put(" ON ").name(create.table());
            out.put(" ");
            new ColumnWriter(out).indexedColumns(create.index());
        } else if (statement instanceof Statement.DropIndex drop) {
            out.put("DROP INDEX ").name(drop.index()).put(" ON ").name(drop.table());
        } else if (statement instanceof CancelAlter cancel) {
            cancelAlter(cancel);
        } else {
            throw new IllegalArgumentException("Unknown statement: " + statement);
        }
    }

    private void cancelAlter(CancelAlter cancel) {
        if (cancel.kind() == CancelAlter.Kind.MATERIALIZED_VIEW) {
            out.put("CANCEL ALTER MATERIALIZED VIEW FROM ").name(cancel.table());
            return;
        }
        out.put("CANCEL ALTER TABLE ");
        if (cancel.kind() != null) {
            out.put(cancel.kind().name()).put(" ");
        }
        out.put("FROM ").name(cancel.table());
        if (!cancel.jobs().isEmpty()) {
            out.put(" (").list(cancel.jobs(), ", ", out::put).put(")");
        }
    }

    /** Writes SHOW and DESC. */
    private void show(Show show) {
        switch (show.kind()) {
            case CREATE_DATABASE, CREATE_TABLE, CREATE_VIEW, CREATE_MATERIALIZED_VIEW -> {
                out.put("SHOW ").put(keywords(show));
                object(" ", show);
            }
            case DESCRIBE -> {
                out.put("DESC");
                object(" ", show);
                out.put(show.full(), " ALL");
            }
            case COLUMNS, INDEX, PARTITIONS -> {
                start(show);
                object(" FROM ", show);
            }
            default -> start(show);
        }
        if (show.database() != null) {
            out.put(" FROM ").name(show.database());
        }
        filter(show.filter());
    }

    private void start(Show show) {
        out.put("SHOW ")
                .put(show.temporary(), "TEMPORARY ")
                .put(show.full(), "FULL ")
                .put(keywords(show));
    }

    private void object(String before, Show show) {
        if (show.object() != null) {
            out.put(before).name(show.object());
        }
    }

    private static String keywords(Show show) {
        return switch (show.kind()) {
            case ALTER_COLUMN -> "ALTER TABLE COLUMN";
            case ALTER_ROLLUP -> "ALTER TABLE ROLLUP";
            case ALTER_OPTIMIZE -> "ALTER TABLE OPTIMIZE";
            default -> show.kind().name().replace('_', ' ');
        };
    }

    private void filter(Filter filter) {
        QueryWriter expressions = new QueryWriter(out);
        if (filter.like() != null) {
            out.put(" LIKE ").text(QuotingContext.LITERAL, filter.like());
        }
        if (filter.where() != null) {
            out.put(" WHERE ");
            expressions.write(filter.where());
        }
        expressions.orderBy(filter.orderBy());
        if (filter.limit() != null) {
            out.put(" LIMIT ").put(filter.limit());
            if (filter.offset() != null) {
                out.put(" OFFSET ").put(filter.offset());
            }
        }
    }
}
