package dev.cairn.embedded.server;

import dev.cairn.analysis.source.AnalysedQuery;
import dev.cairn.embedded.look.SessionSnapshot;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.Evaluator;
import dev.cairn.embedded.rows.LoadCounts;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.LoadStage;
import dev.cairn.embedded.rows.ServerRows;
import dev.cairn.embedded.rows.StatementContext;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;

/** Reads and writes rows on behalf of one session. */
final class SessionRows {
    private final Cluster cluster;
    private final ServerRows rows;
    private final ServerSession session;
    private final Evaluator evaluator;

    SessionRows(Cluster cluster, ServerRows rows, ServerSession session, Evaluator evaluator) {
        this.cluster = cluster;
        this.rows = rows;
        this.session = session;
        this.evaluator = evaluator;
    }

    private StatementContext context(ClusterState state) {
        return new StatementContext(
                state,
                session.withTemporaries(state.catalog()),
                cluster.profile(),
                session,
                LocalDateTime.ofInstant(cluster.clock().instant(), ZoneOffset.UTC),
                evaluator::constant);
    }

    /**
     * Returns whether a query without subqueries reads a table or view of a database, rather than only system tables.
     */
    boolean areReadBy(Query query) {
        return query.body() instanceof Query.Select select && readsAny(select.from());
    }

    private boolean readsAny(List<Relation> relations) {
        return relations.stream().anyMatch(this::reads);
    }

    private boolean reads(Relation relation) {
        if (relation instanceof Relation.Join join) {
            return reads(join.left()) || reads(join.right());
        }
        if (relation instanceof Relation.Parenthesized inner) {
            return readsAny(inner.relations());
        }
        return relation instanceof Relation.Named named && reads(named.name());
    }

    private boolean reads(QualifiedName name) {
        String database = name.qualifier().map(Name::text).orElse(session.database());
        return database != null
                && session.withTemporaries(cluster.state().catalog())
                        .database(database)
                        .flatMap(owner -> DatabaseObject.of(owner, name.last().text()))
                        .isPresent();
    }

    /** Prepares a query, which can then run concurrently with other statements. */
    Supplier<Answer> select(Query query, SessionSnapshot snapshot) {
        StatementContext context = context(snapshot.state());
        AnalysedQuery analysed = rows.analysed(query, context);
        new Permissions(snapshot).requireRead(analysed.dependencies());
        return rows.select(query, analysed, context);
    }

    /** Sets the next value of AUTO_INCREMENT, if the statement does so. */
    void count(Statement.AlterTable alter) {
        for (AlterClause clause : alter.clauses()) {
            if (clause instanceof AlterClause.SetAutoIncrement set) {
                StatementObject.of(alter, session.database()).ifPresent(table -> count(table, set.value()));
            }
        }
    }

    private void count(StatementObject table, long next) {
        cluster.exclusively(state -> {
            session.withTemporaries(state.catalog())
                    .database(table.database())
                    .flatMap(database -> DatabaseObject.of(database, table.name()))
                    .filter(DatabaseObject.OfTable.class::isInstance)
                    .ifPresent(object ->
                            rows.setCounter(table.database(), (DatabaseObject.OfTable) object, next, context(state)));
            return state;
        });
    }

    /** Drops the rows of a temporary table. DROP TABLE prefers it to a table of the same name that is not temporary. */
    void forget(Statement.DropTable drop) {
        StatementObject.of(drop, session.database())
                .ifPresent(dropped -> cluster.exclusively(state -> {
                    rows.forget(session, dropped.database(), dropped.name());
                    return state;
                }));
    }

    /** Returns the number of rows that a statement would change. Within a transaction, it is run only at COMMIT. */
    long rehearse(Manipulation manipulation, String database, DatabaseObject object) {
        return rows.rehearse(manipulation, database, object, context(cluster.state()));
    }

    LoadCounts load(LoadStage stage, LoadMapping mapping, String database, DatabaseObject.OfTable object) {
        return rows.load(stage, mapping, database, object, context(cluster.state()));
    }

    long write(Manipulation manipulation, String database, DatabaseObject object) {
        return rows.write(manipulation, database, object, context(cluster.state()));
    }
}
