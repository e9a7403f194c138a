package dev.cairn.embedded.server;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.account.Access;
import dev.cairn.embedded.account.GrantTarget;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Identities;
import dev.cairn.embedded.state.Identity;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.List;
import java.util.Optional;

/** Checks whether a user may run a statement. If an object does not exist, the engine refuses the statement later. */
final class Permissions {
    private static final String CATALOG = "default_catalog";

    private final SessionSnapshot snapshot;
    private final Access access;

    Permissions(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
        this.access = snapshot.access();
    }

    /**
     * Requires that a statement is allowed.
     *
     * @throws Refusal with the server's error
     */
    void require(Statement statement) {
        if (access.everything()) {
            return;
        }
        if (statement instanceof Statement.Use use) {
            enter(use.name().last().text());
        } else if (statement instanceof Statement.CreateDatabase || isRecoverDatabase(statement)) {
            onCatalog();
        } else if (statement instanceof Statement.DropDatabase drop) {
            onDatabase(Privilege.DROP, drop.name().last().text());
        } else {
            StatementObject.of(statement, snapshot.session().database())
                    .ifPresent(subject -> onSubject(statement, subject));
            query(statement).ifPresent(query -> requireRead(dependencies(query)));
        }
    }

    private static boolean isRecoverDatabase(Statement statement) {
        return statement instanceof Statement.Recover recover && recover.what() == Statement.Recover.What.DATABASE;
    }

    private void onSubject(Statement statement, StatementObject subject) {
        Optional<Privilege> creating = creating(statement);
        if (creating.isPresent()) {
            onDatabase(creating.get(), subject.database());
            return;
        }
        ObjectKind kind = kind(statement);
        if (kind == ObjectKind.TABLE && isTemporary(subject)) {
            return;
        }
        Optional<Identity> object = identities().object(subject.database(), subject.name());
        Privilege privilege = changing(statement);
        if (object.isPresent()
                && !access.may(
                        privilege,
                        GrantTarget.of(
                                kind,
                                snapshot.id(subject.database()),
                                object.get().id()))) {
            throw access.denied(privilege.sql(), kind, subject.name());
        }
    }

    private boolean isTemporary(StatementObject subject) {
        return snapshot.catalog()
                .database(subject.database())
                .flatMap(database -> DatabaseObject.of(database, subject.name()))
                .filter(DatabaseObject::isTemporary)
                .isPresent();
    }

    /** Returns the privilege on the database that is required to create an object in it. */
    private static Optional<Privilege> creating(Statement statement) {
        if (statement instanceof Statement.CreateTable
                || statement instanceof Statement.CreateTableLike
                || statement instanceof Statement.CreateTableAsSelect
                || statement instanceof Statement.Recover) {
            return Optional.of(Privilege.CREATE_TABLE);
        }
        if (statement instanceof ViewStatement.CreateView) {
            return Optional.of(Privilege.CREATE_VIEW);
        }
        return statement instanceof ViewStatement.CreateMaterializedView
                ? Optional.of(Privilege.CREATE_MATERIALIZED_VIEW)
                : Optional.empty();
    }

    private static Privilege changing(Statement statement) {
        if (statement instanceof Statement.DropTable
                || statement instanceof ViewStatement.DropView
                || statement instanceof ViewStatement.DropMaterializedView) {
            return Privilege.DROP;
        }
        if (statement instanceof Statement.TruncateTable) {
            return Privilege.DELETE;
        }
        return statement instanceof ViewStatement.RefreshMaterializedView
                        || statement instanceof ViewStatement.CancelRefresh
                ? Privilege.REFRESH
                : Privilege.ALTER;
    }

    private static ObjectKind kind(Statement statement) {
        if (!(statement instanceof ViewStatement)) {
            return ObjectKind.TABLE;
        }
        return statement instanceof ViewStatement.RedefineView
                        || statement instanceof ViewStatement.SecureView
                        || statement instanceof ViewStatement.DropView
                ? ObjectKind.VIEW
                : ObjectKind.MATERIALIZED_VIEW;
    }

    private Identities identities() {
        return snapshot.state().identities();
    }

    private void enter(String database) {
        Optional<Identity> identity = identities().database(database);
        if (identity.isPresent() && !access.entersDatabase(identity.get().id())) {
            throw access.denied("ANY", ObjectKind.DATABASE, database);
        }
    }

    private void onCatalog() {
        if (!access.may(Privilege.CREATE_DATABASE, GrantTarget.CATALOG)) {
            throw access.denied(Privilege.CREATE_DATABASE.sql(), ObjectKind.CATALOG, CATALOG);
        }
    }

    private void onDatabase(Privilege privilege, String database) {
        Optional<Identity> identity = identities().database(database);
        if (identity.isPresent()
                && !access.may(privilege, GrantTarget.database(identity.get().id()))) {
            throw access.denied(privilege.sql(), ObjectKind.DATABASE, database);
        }
    }

    // Reading the objects that a query, or the query of a new view or table, refers to.

    /** Requires the privilege SELECT on the objects that the query itself names, but not on those behind its views. */
    void requireRead(List<Dependency> dependencies) {
        dependencies.stream().filter(Dependency::direct).forEach(dependency -> requireRead(dependency.source()));
    }

    private static Optional<Query> query(Statement statement) {
        if (statement instanceof ViewStatement.CreateView create) {
            return Optional.of(create.query().query());
        }
        if (statement instanceof ViewStatement.RedefineView redefine) {
            return Optional.of(redefine.query().query());
        }
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return Optional.of(create.query().query());
        }
        return statement instanceof Statement.CreateTableAsSelect create
                ? Optional.of(create.query().query())
                : Optional.empty();
    }

    /**
     * Returns the objects that a query reads; none if the query is invalid. The engine refuses it then, as the server
     * does before it checks privileges.
     */
    private List<Dependency> dependencies(Query query) {
        CatalogSources sources = new CatalogSources(snapshot.profile(), snapshot.catalog());
        try {
            return new QueryAnalysis(
                            snapshot.profile(), sources, snapshot.session().database())
                    .of(query)
                    .dependencies();
        } catch (Refusal invalid) {
            return List.of();
        }
    }

    private void requireRead(Source source) {
        if (source.kind() == Source.Kind.SYSTEM || source.kind() == Source.Kind.TEMPORARY_TABLE) {
            return;
        }
        ObjectKind kind = ObjectKind.valueOf(source.kind().name());
        GrantTarget target =
                GrantTarget.of(kind, snapshot.id(source.database()), snapshot.id(source.database(), source.name()));
        if (!access.may(Privilege.SELECT, target)) {
            throw access.denied(Privilege.SELECT.sql(), kind, source.name());
        }
    }
}
