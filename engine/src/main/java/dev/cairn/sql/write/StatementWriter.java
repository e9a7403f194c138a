package dev.cairn.sql.write;

import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CancelAlter;
import dev.cairn.sql.ast.Statement.Recover;
import dev.cairn.sql.ast.Statement.Show;
import dev.cairn.sql.ast.Statement.ShowFilter;
import dev.cairn.sql.ast.ViewStatement;

/** Writes statements: delegates to the writer of each kind, and writes the statements of a single line itself. */
public final class StatementWriter {
    private final SqlTextBuilder out;

    public StatementWriter(SqlTextBuilder out) {
        this.out = out;
    }

    public void write(Statement statement) {
        if (statement instanceof Statement.CreateTable createStatement) {
            new TableWriter(out).writeCreateTable(createStatement);
        } else if (statement instanceof Statement.AlterTable alter) {
            new AlterWriter(out).write(alter);
        } else if (statement instanceof Statement.CreateTableLike createStatement) {
            new TableWriter(out).writeCreateTableLike(createStatement);
        } else if (statement instanceof Statement.CreateTableAsSelect createStatement) {
            new TableWriter(out).writeCreateTableAsSelect(createStatement);
        } else if (statement instanceof Statement.Show show) {
            writeShow(show);
        } else if (statement instanceof ViewStatement viewStatement) {
            new ViewWriter(out).write(viewStatement);
        } else if (statement instanceof AccessStatement accessStatement) {
            new AccessWriter(out).write(accessStatement);
        } else if (statement instanceof ClusterStatement clusterStatement) {
            new ClusterWriter(out).write(clusterStatement);
        } else if (statement instanceof Statement.QueryStatement queryStatement) {
            out.append(queryStatement.queryText().text());
        } else if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            out.append(opaqueStatement.text());
        } else if (!tryWriteDatabaseStatement(statement)) {
            writeTableStatement(statement);
        }
    }

    /** Writes a statement about a database; for any other statement, writes nothing and returns false. */
    private boolean tryWriteDatabaseStatement(Statement statement) {
        if (statement instanceof Statement.CreateDatabase create) {
            out.append("CREATE DATABASE ")
                    .appendIf(create.ifNotExists(), "IF NOT EXISTS ")
                    .appendName(create.name());
            out.appendPropertyClause(create.properties());
        } else if (statement instanceof Statement.DropDatabase drop) {
            out.append("DROP DATABASE ").appendIf(drop.ifExists(), "IF EXISTS ").appendName(drop.name());
            out.appendIf(drop.isForced(), " FORCE");
        } else if (statement instanceof Statement.Use useStatement) {
            out.append("USE ").appendName(useStatement.name());
        } else {
            return false;
        }
        return true;
    }

    private void writeTableStatement(Statement statement) {
        if (statement instanceof Statement.DropTable drop) {
            out.append("DROP ").appendIf(drop.isTemporary(), "TEMPORARY ").append("TABLE ");
            out.appendIf(drop.ifExists(), "IF EXISTS ").appendName(drop.table()).appendIf(drop.isForced(), " FORCE");
        } else if (statement instanceof Statement.TruncateTable truncate) {
            out.append("TRUNCATE TABLE ").appendName(truncate.table());
            if (truncate.partitions() != null) {
                out.append(" ").appendPartitionNames(truncate.partitions());
            }
            new QueryWriter(out).writePartitionKeys(truncate.partitionKeys());
        } else if (statement instanceof Recover recover) {
            out.append("RECOVER ").append(recover.kind().name()).append(" ");
            if (recover.partition() != null) {
                out.appendName(recover.partition()).append(" FROM ");
            }
            out.appendName(recover.name());
        } else if (statement instanceof Statement.CreateIndex create) {
            out.append("CREATE INDEX ")
                    .appendName(create.index().name())
                    .append(" ON ")
                    .appendName(create.table());
            out.append(" ");
            new ColumnWriter(out).writeIndexedColumns(create.index());
        } else if (statement instanceof Statement.DropIndex drop) {
            out.append("DROP INDEX ").appendName(drop.index()).append(" ON ").appendName(drop.table());
        } else if (statement instanceof CancelAlter cancel) {
            writeCancelAlter(cancel);
        } else {
            throw new IllegalArgumentException("Unknown statement: " + statement);
        }
    }

    private void writeCancelAlter(CancelAlter cancel) {
        if (cancel.kind() == CancelAlter.Kind.MATERIALIZED_VIEW) {
            out.append("CANCEL ALTER MATERIALIZED VIEW FROM ").appendName(cancel.table());
            return;
        }
        out.append("CANCEL ALTER TABLE ");
        if (cancel.kind() != null) {
            out.append(cancel.kind().name()).append(" ");
        }
        out.append("FROM ").appendName(cancel.table());
        if (!cancel.jobIds().isEmpty()) {
            out.append(" (").appendList(cancel.jobIds(), ", ", out::append).append(")");
        }
    }

    /** Writes SHOW and DESC. */
    private void writeShow(Show show) {
        switch (show.kind()) {
            case CREATE_DATABASE, CREATE_TABLE, CREATE_VIEW, CREATE_MATERIALIZED_VIEW -> {
                out.append("SHOW ").append(showKeywords(show));
                writeShowObject(" ", show);
            }
            case DESCRIBE -> {
                out.append("DESC");
                writeShowObject(" ", show);
                out.appendIf(show.isFull(), " ALL");
            }
            case COLUMNS, INDEX, PARTITIONS -> {
                writeShowStart(show);
                writeShowObject(" FROM ", show);
            }
            default -> writeShowStart(show);
        }
        if (show.database() != null) {
            out.append(" FROM ").appendName(show.database());
        }
        writeFilter(show.filter());
    }

    private void writeShowStart(Show show) {
        out.append("SHOW ")
                .appendIf(show.isTemporary(), "TEMPORARY ")
                .appendIf(show.isFull(), "FULL ")
                .append(showKeywords(show));
    }

    private void writeShowObject(String prefix, Show show) {
        if (show.object() != null) {
            out.append(prefix).appendName(show.object());
        }
    }

    private static String showKeywords(Show show) {
        return switch (show.kind()) {
            case ALTER_COLUMN -> "ALTER TABLE COLUMN";
            case ALTER_ROLLUP -> "ALTER TABLE ROLLUP";
            case ALTER_OPTIMIZE -> "ALTER TABLE OPTIMIZE";
            default -> show.kind().name().replace('_', ' ');
        };
    }

    private void writeFilter(ShowFilter filter) {
        QueryWriter queryWriter = new QueryWriter(out);
        if (filter.like() != null) {
            out.append(" LIKE ").appendText(QuotingContext.LITERAL, filter.like());
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
