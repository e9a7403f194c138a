package dev.cairn.engine;

import dev.cairn.analysis.SyntaxVersionCheck;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Catalog;
import dev.cairn.engine.access.PrivilegePropagation;
import dev.cairn.engine.access.RoleDdl;
import dev.cairn.engine.alter.AlterTableDdl;
import dev.cairn.engine.cluster.ClusterDdl;
import dev.cairn.engine.cluster.ClusterPropagation;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.materialized.MaterializedViewDdl;
import dev.cairn.engine.row.DeleteCheck;
import dev.cairn.engine.row.InsertCheck;
import dev.cairn.engine.row.UpdateCheck;
import dev.cairn.engine.table.CreateTableDdl;
import dev.cairn.engine.view.ViewDdl;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.RefusalRule;
import dev.cairn.sql.token.SqlSyntaxException;

/**
 * Applies statements to a catalog in the same way as a server with the given profile. The result is the catalog after
 * the statement, or the {@link Refusal} with which the server would answer. An engine is stateless and does no I/O.
 */
public final class Engine {
    private final ServerProfile profile;

    public Engine(ServerProfile profile) {
        this.profile = profile;
    }

    public ServerProfile profile() {
        return profile;
    }

    /**
     * Returns the catalog after the statement. A statement about an object that no catalog contains, such as CREATE
     * USER, changes nothing. INSERT, UPDATE and DELETE are checked against the catalog, but do not change it either.
     *
     * @throws Refusal with the server's error; the catalog is then unchanged
     */
    public StatementResult apply(Catalog catalog, Session session, Statement statement) {
        return apply(catalog, session, statement, new Bindings());
    }

    /**
     * Returns the catalog after the statement.
     *
     * @param bindings receives the resolved references of a statement that changes rows
     * @throws Refusal with the server's error; the catalog is then unchanged
     */
    public StatementResult apply(Catalog catalog, Session session, Statement statement, Bindings bindings) {
        StatementResult statementResult = applyWithoutPropagation(catalog, session, statement, bindings);
        return catalog.roles().isEmpty() && catalog.clusterObjects().objects().isEmpty()
                ? statementResult
                : new StatementResult(
                        propagate(statementResult.catalog(), statement, session),
                        statementResult.session(),
                        statementResult.cost());
    }

    /** Updates the privileges and cluster objects that name an object which the statement renamed or dropped. */
    private Catalog propagate(Catalog changedCatalog, Statement statement, Session session) {
        return new ClusterPropagation(profile, new PrivilegePropagation(changedCatalog).propagate(statement, session))
                .propagate(statement, session);
    }

    private StatementResult applyWithoutPropagation(
            Catalog catalog, Session session, Statement statement, Bindings bindings) {
        SyntaxVersionCheck.check(profile, statement);
        ServerState server = new ServerState(profile, catalog, session);
        if (statement instanceof Statement.CreateDatabase create) {
            return new DatabaseDdl(server).create(create);
        }
        if (statement instanceof Statement.DropDatabase drop) {
            return new DatabaseDdl(server).drop(drop);
        }
        if (statement instanceof Statement.Use useStatement) {
            return new DatabaseDdl(server).use(useStatement);
        }
        if (statement instanceof Statement.CreateTable create) {
            return new CreateTableDdl(server).create(create);
        }
        if (statement instanceof Statement.CreateTableLike createLike) {
            return new CreateTableDdl(server).create(createLike);
        }
        if (statement instanceof Statement.CreateTableAsSelect create) {
            return new CreateTableDdl(server).create(create);
        }
        if (statement instanceof ViewStatement.CreateView create) {
            return new ViewDdl(server).create(create);
        }
        if (statement instanceof ViewStatement.AlterViewQuery redefineView) {
            return new ViewDdl(server).redefine(redefineView);
        }
        if (statement instanceof ViewStatement.AlterViewSecurity alterSecurity) {
            return new ViewDdl(server).alterSecurity(alterSecurity);
        }
        if (statement instanceof ViewStatement.AlterExternalView alter) {
            return new ViewDdl(server).alterDialect(alter);
        }
        if (statement instanceof ViewStatement.DropView drop) {
            return new ViewDdl(server).drop(drop);
        }
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return new MaterializedViewDdl(server).create(create);
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            return new MaterializedViewDdl(server).alter(alter);
        }
        if (statement instanceof ViewStatement.DropMaterializedView drop) {
            return new MaterializedViewDdl(server).drop(drop);
        }
        if (statement instanceof ViewStatement.RefreshMaterializedView refresh) {
            return new MaterializedViewDdl(server).refresh(refresh);
        }
        if (statement instanceof ViewStatement.CancelRefresh cancel) {
            return new MaterializedViewDdl(server).cancelRefresh(cancel);
        }
        if (statement instanceof Statement.AlterTable alter) {
            return AlterTableDdl.apply(server, alter);
        }
        if (statement instanceof Statement.DropTable drop) {
            return new DropTableDdl(server).apply(drop);
        }
        if (statement instanceof Statement.TruncateTable truncate) {
            return new TruncateTableDdl(server).apply(truncate);
        }
        if (statement instanceof Statement.Recover recover) {
            return new RecoverDdl(server).apply(recover);
        }
        if (statement instanceof Statement.CreateIndex create) {
            return AlterTableDdl.apply(server, create);
        }
        if (statement instanceof Statement.DropIndex drop) {
            return AlterTableDdl.apply(server, drop);
        }
        if (statement instanceof Statement.CancelAlter cancel) {
            return new CancelAlterDdl(server).apply(cancel);
        }
        if (statement instanceof AccessStatement accessStatement) {
            return new RoleDdl(server).apply(accessStatement);
        }
        if (statement instanceof ClusterStatement clusterStatement) {
            return new ClusterDdl(server).apply(clusterStatement);
        }
        if (statement instanceof Statement.OpaqueStatement opaqueStatement && opaqueStatement.changesRows()) {
            check(server, parseDml(opaqueStatement), bindings);
        }
        return server.unchangedResult();
    }

    private static DmlStatement parseDml(Statement.OpaqueStatement statement) {
        try {
            return Sql.parseDml(statement);
        } catch (SqlSyntaxException syntaxError) {
            throw Refusal.ofSyntax(syntaxError);
        }
    }

    /**
     * Checks whether the server would accept a statement that changes rows.
     *
     * @throws Refusal with the server's error
     */
    public void check(Catalog catalog, Session session, DmlStatement dmlStatement) {
        check(catalog, session, dmlStatement, new Bindings());
    }

    /**
     * Checks a statement that changes rows.
     *
     * @param bindings receives the resolved references of the statement, even if the statement is then refused
     * @throws Refusal with the server's error
     */
    public void check(Catalog catalog, Session session, DmlStatement dmlStatement, Bindings bindings) {
        check(new ServerState(profile, catalog, session), dmlStatement, bindings);
    }

    private static void check(ServerState server, DmlStatement dmlStatement, Bindings bindings) {
        if (dmlStatement instanceof DmlStatement.Insert insert) {
            InsertCheck.check(server, insert, bindings);
        } else if (dmlStatement instanceof DmlStatement.Update update) {
            new UpdateCheck(server, bindings).check(update);
        } else {
            new DeleteCheck(server, bindings).check((DmlStatement.Delete) dmlStatement);
        }
    }

    /** The server's rules for databases and for statements on any kind of object. */
    public enum ObjectRule implements RefusalRule {
        DATABASE_HAS_TEMPORARY_TABLES(
                "The database [%s] cannot be dropped because there are still some temporary tables in it. If you "
                        + "want to forcibly drop, please use \"DROP DATABASE <database> FORCE.\""),
        TRUNCATED_OBJECT_NOT_A_TABLE("Only support truncate OLAP table or LAKE table"),
        EXTERNAL_DATABASE_NOT_EMPTY("Database %s not empty"),
        STORAGE_VOLUME_NOT_LOCAL("Storage volume can only be 'local' in shared nothing mode"),
        NO_JOB_RUNNING("No %s job runs on the table '%s'");

        private final String template;

        ObjectRule(String template) {
            this.template = template;
        }

        @Override
        public String template() {
            return template;
        }
    }
}
