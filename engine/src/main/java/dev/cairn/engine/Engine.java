package dev.cairn.engine;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.materialized.MaterializedViewDdl;
import dev.cairn.engine.partition.PartitionRecovery;
import dev.cairn.engine.row.DeleteCheck;
import dev.cairn.engine.row.InsertCheck;
import dev.cairn.engine.row.UpdateCheck;
import dev.cairn.engine.table.CopiedTable;
import dev.cairn.engine.table.CreateTables;
import dev.cairn.engine.table.TableFromQuery;
import dev.cairn.engine.view.ViewDdl;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.Recover;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;

/** Applies statements as a server of one profile would. */
public final class Engine {
    private final ServerProfile profile;

    public Engine(ServerProfile profile) {
        this.profile = profile;
    }

    public ServerProfile profile() {
        return profile;
    }

    /**
     * The catalog after the statement. A statement that the catalog does not know of, a GRANT, changes nothing; nor does an
     * INSERT, UPDATE or DELETE, which is checked against the catalog.
     *
     * @throws Refusal with the server's error, and nothing is changed
     */
    public StatementResult apply(Catalog catalog, Session session, Statement statement) {
        ServerState server = new ServerState(profile, catalog, session);
        if (statement instanceof Statement.CreateDatabase create) {
            return DatabaseDdl.create(server, create);
        }
        if (statement instanceof Statement.DropDatabase drop) {
            return DatabaseDdl.drop(server, drop);
        }
        if (statement instanceof Statement.Use use) {
            return DatabaseDdl.use(server, use);
        }
        if (statement instanceof Statement.CreateTable create) {
            return CreateTables.create(server, create);
        }
        if (statement instanceof Statement.CreateTableLike like) {
            return CopiedTable.create(server, like);
        }
        if (statement instanceof Statement.CreateTableAsSelect create) {
            return TableFromQuery.create(server, create);
        }
        if (statement instanceof ViewStatement view) {
            return applyToView(server, view);
        }
        return applyToTable(server, statement);
    }

    private static StatementResult applyToView(ServerState server, ViewStatement statement) {
        if (statement instanceof ViewStatement.CreateView create) {
            return ViewDdl.create(server, create);
        }
        if (statement instanceof ViewStatement.RedefineView redefine) {
            return ViewDdl.redefine(server, redefine);
        }
        if (statement instanceof ViewStatement.SecureView secure) {
            return ViewDdl.secure(server, secure);
        }
        if (statement instanceof ViewStatement.AlterForeignView alter) {
            return ViewDdl.alterForeign(server, alter);
        }
        if (statement instanceof ViewStatement.DropView drop) {
            return ViewDdl.drop(server, drop);
        }
        return applyToMaterializedView(server, statement);
    }

    private static StatementResult applyToMaterializedView(ServerState server, ViewStatement statement) {
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return MaterializedViewDdl.create(server, create);
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            return MaterializedViewDdl.alter(server, alter);
        }
        if (statement instanceof ViewStatement.DropMaterializedView drop) {
            return MaterializedViewDdl.drop(server, drop);
        }
        if (statement instanceof ViewStatement.RefreshMaterializedView refresh) {
            return MaterializedViewDdl.refresh(server, refresh);
        }
        return MaterializedViewDdl.cancel(server, (ViewStatement.CancelRefresh) statement);
    }

    private static StatementResult applyToTable(ServerState server, Statement statement) {
        if (statement instanceof Statement.AlterTable alter) {
            return AlterTables.apply(server, alter);
        }
        if (statement instanceof Statement.DropTable drop) {
            return TableDdl.drop(server, drop);
        }
        if (statement instanceof Statement.TruncateTable truncate) {
            return Truncation.apply(server, truncate);
        }
        if (statement instanceof Recover recover) {
            return recover(server, recover);
        }
        if (statement instanceof Statement.CreateIndex create) {
            return AlterTables.apply(server, TableDdl.asAlter(create));
        }
        if (statement instanceof Statement.DropIndex drop) {
            return AlterTables.apply(server, TableDdl.asAlter(drop));
        }
        if (statement instanceof Statement.CancelAlter cancel) {
            return TableDdl.cancel(server, cancel);
        }
        if (statement instanceof Statement.Opaque opaque && opaque.changesRows()) {
            check(server, manipulation(opaque));
        }
        return server.unchanged();
    }

    private static Manipulation manipulation(Statement.Opaque statement) {
        try {
            return Sql.parseManipulation(statement);
        } catch (SqlSyntaxException wrong) {
            throw Refusal.syntax(wrong.at(), wrong.problem());
        }
    }

    /**
     * Whether the server would take a statement that changes rows.
     *
     * @throws Refusal with the server's error
     */
    public void check(Catalog catalog, Session session, Manipulation manipulation) {
        check(new ServerState(profile, catalog, session), manipulation);
    }

    private static void check(ServerState server, Manipulation manipulation) {
        if (manipulation instanceof Manipulation.Insert insert) {
            InsertCheck.check(server, insert);
        } else if (manipulation instanceof Manipulation.Update update) {
            UpdateCheck.check(server, update);
        } else {
            DeleteCheck.check(server, (Manipulation.Delete) manipulation);
        }
    }

    private static StatementResult recover(ServerState server, Recover recover) {
        Name partition = recover.partition();
        if (partition != null) {
            return PartitionRecovery.recover(server, recover, partition);
        }
        return recover.what() == Recover.What.DATABASE
                ? DatabaseDdl.recover(server, recover)
                : TableDdl.recover(server, recover);
    }
}
