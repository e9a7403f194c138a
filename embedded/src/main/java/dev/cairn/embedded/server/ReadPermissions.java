package dev.cairn.embedded.server;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.account.GrantTarget;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.look.SessionSnapshot;
import dev.cairn.embedded.state.Identity;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.List;
import java.util.Optional;

/** Checks whether a user may read the objects that a query, or the query of a new view or table, refers to. */
final class ReadPermissions {
    private final SessionSnapshot snapshot;

    ReadPermissions(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    void require(Statement statement) {
        query(statement).ifPresent(query -> require(dependencies(query)));
    }

    /** Requires the privilege SELECT on the objects that the query itself names, but not on those behind its views. */
    void require(List<Dependency> dependencies) {
        dependencies.stream().filter(Dependency::direct).forEach(dependency -> require(dependency.source()));
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
        } catch (Refusal wrong) {
            return List.of();
        }
    }

    private void require(Source source) {
        if (source.kind() == Source.Kind.SYSTEM || source.kind() == Source.Kind.TEMPORARY_TABLE) {
            return;
        }
        ObjectKind kind = ObjectKind.valueOf(source.kind().name());
        long database = snapshot.state()
                .identities()
                .database(source.database())
                .map(Identity::id)
                .orElse(0L);
        long object = snapshot.state()
                .identities()
                .object(source.database(), source.name())
                .map(Identity::id)
                .orElse(0L);
        if (!snapshot.access().may(Privilege.SELECT, GrantTarget.of(kind, database, object))) {
            throw snapshot.access().denied(Privilege.SELECT.words(), kind, source.name());
        }
    }
}
