package dev.cairn.sql.write;

import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CancelAlter;
import dev.cairn.sql.ast.Statement.Recover;
import dev.cairn.sql.ast.ViewStatement;

/**
 * Writes statements: delegates to the writer of each kind, and writes the statements of a single line itself. Queries
 * and opaque statements keep their text.
 */
public final class StatementWriter {
    private final SqlTextBuilder out;

    public StatementWriter(SqlTextBuilder out) {
        this.out = out;
    }

    public void write(Statement statement) {
        if (statement instanceof Statement.CreateTable createStatement) {
            new TableWriter(out).writeCreateTable(createStatement);
        } else if (statement instanceof Statement.AlterTable alterStatement) {
            new AlterWriter(out).write(alterStatement);
        } else if (statement instanceof Statement.CreateTableLike createStatement) {
            new TableWriter(out).writeCreateTableLike(createStatement);
        } else if (statement instanceof Statement.CreateTableAsSelect createStatement) {
            new TableWriter(out).writeCreateTableAsSelect(createStatement);
        } else if (statement instanceof Statement.Show showStatement) {
            new ShowWriter(out).write(showStatement);
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
        if (statement instanceof Statement.CreateDatabase createStatement) {
            out.append("CREATE DATABASE ")
                    .appendIf(createStatement.ifNotExists(), "IF NOT EXISTS ")
                    .appendName(createStatement.name());
            out.appendPropertyClause(createStatement.properties());
        } else if (statement instanceof Statement.DropDatabase dropStatement) {
            out.append("DROP DATABASE ")
                    .appendIf(dropStatement.ifExists(), "IF EXISTS ")
                    .appendName(dropStatement.name());
            out.appendIf(dropStatement.isForced(), " FORCE");
        } else if (statement instanceof Statement.Use useStatement) {
            out.append("USE ").appendName(useStatement.name());
        } else {
            return false;
        }
        return true;
    }

    private void writeTableStatement(Statement statement) {
        if (statement instanceof Statement.DropTable dropStatement) {
            out.append("DROP ")
                    .appendIf(dropStatement.isTemporary(), "TEMPORARY ")
                    .append("TABLE ");
            out.appendIf(dropStatement.ifExists(), "IF EXISTS ")
                    .appendName(dropStatement.table())
                    .appendIf(dropStatement.isForced(), " FORCE");
        } else if (statement instanceof Statement.TruncateTable truncateStatement) {
            out.append("TRUNCATE TABLE ").appendName(truncateStatement.table());
            if (truncateStatement.partitions() != null) {
                out.append(" ").appendPartitionNames(truncateStatement.partitions());
            }
            new QueryWriter(out).writePartitionKeys(truncateStatement.partitionKeys());
        } else if (statement instanceof Recover recoverStatement) {
            out.append("RECOVER ").append(recoverStatement.kind().name()).append(" ");
            if (recoverStatement.partition() != null) {
                out.appendName(recoverStatement.partition()).append(" FROM ");
            }
            out.appendName(recoverStatement.name());
        } else if (statement instanceof Statement.CreateIndex createStatement) {
            out.append("CREATE INDEX ")
                    .appendName(createStatement.index().name())
                    .append(" ON ")
                    .appendName(createStatement.table());
            out.append(" ");
            new ColumnWriter(out).writeIndexAfterName(createStatement.index());
        } else if (statement instanceof Statement.DropIndex dropStatement) {
            out.append("DROP INDEX ")
                    .appendName(dropStatement.index())
                    .append(" ON ")
                    .appendName(dropStatement.table());
        } else if (statement instanceof CancelAlter cancelStatement) {
            writeCancelAlter(cancelStatement);
        } else {
            throw new IllegalArgumentException("Unknown statement: " + statement);
        }
    }

    private void writeCancelAlter(CancelAlter cancelStatement) {
        if (cancelStatement.kind() == CancelAlter.Kind.MATERIALIZED_VIEW) {
            out.append("CANCEL ALTER MATERIALIZED VIEW FROM ").appendName(cancelStatement.table());
            return;
        }
        out.append("CANCEL ALTER TABLE ");
        if (cancelStatement.kind() != null) {
            out.append(cancelStatement.kind().name()).append(" ");
        }
        out.append("FROM ").appendName(cancelStatement.table());
        if (!cancelStatement.jobIds().isEmpty()) {
            out.append(" (")
                    .appendList(cancelStatement.jobIds(), ", ", out::append)
                    .append(")");
        }
    }
}
