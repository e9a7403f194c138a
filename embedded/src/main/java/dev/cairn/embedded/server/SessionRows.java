package dev.cairn.embedded.server;

import dev.cairn.analysis.source.AnalysedQuery;
import dev.cairn.embedded.look.Sight;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.Evaluator;
import dev.cairn.embedded.rows.LoadCounts;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.LoadStage;
import dev.cairn.embedded.rows.Rows;
import dev.cairn.embedded.rows.Situation;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.Holding;
import dev.cairn.embedded.state.State;
import dev.cairn.embedded.state.Subject;
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

/** The rows of the server as one session sees them. */
final class SessionRows {
    private final Cluster cluster;
    private final Rows rows;
    private final ServerSession session;
    private final Evaluator evaluator;

    SessionRows(Cluster cluster, Rows rows, ServerSession session, Evaluator evaluator) {
        this.cluster = cluster;
        this.rows = rows;
        this.session = session;
        this.evaluator = evaluator;
    }

    private Situation situation(State state) {
        return new Situation(
                state,
                session.seeing(state.catalog()),
                cluster.profile(),
                session,
                LocalDateTime.ofInstant(cluster.clock().instant(), ZoneOffset.UTC),
                evaluator::constant);
    }

    /** Whether a query without subqueries reads something that is held, rather than tables of the server itself. */
    boolean isRead(Query query) {
        return query.body() instanceof Query.Select select && anyHeld(select.from());
    }

    private boolean anyHeld(List<Relation> relations) {
        return relations.stream().anyMatch(this::isHeld);
    }

    private boolean isHeld(Relation relation) {
        if (relation instanceof Relation.Join join) {
            return isHeld(join.left()) || isHeld(join.right());
        }
        if (relation instanceof Relation.Parenthesized inner) {
            return anyHeld(inner.relations());
        }
        return relation instanceof Relation.Named named && isHeld(named.name());
    }

    private boolean isHeld(QualifiedName name) {
        String database = name.qualifier().map(Name::text).orElse(session.database());
        return database != null
                && session.seeing(cluster.look().catalog())
                        .database(database)
                        .flatMap(found -> Holding.of(found, name.last().text()))
                        .isPresent();
    }

    /** A query that is ready to be run beside other statements. */
    Supplier<Answer> select(Query query, Sight sight) {
        Situation situation = situation(sight.state());
        AnalysedQuery analysed = rows.analysed(query, situation);
        new ReadPermissions(sight).require(analysed.dependencies());
        return rows.select(query, analysed, situation);
    }

    /** The next value of AUTO_INCREMENT is set, if that is what a statement does. */
    void count(Statement.AlterTable alter) {
        for (AlterClause clause : alter.clauses()) {
            if (clause instanceof AlterClause.SetAutoIncrement set) {
                Subject.of(alter, session.database()).ifPresent(table -> count(table, set.value()));
            }
        }
    }

    private void count(Subject table, long next) {
        cluster.exclusively(state -> {
            session.seeing(state.catalog())
                    .database(table.database())
                    .flatMap(database -> Holding.of(database, table.name()))
                    .filter(Holding.OfTable.class::isInstance)
                    .ifPresent(holding ->
                            rows.setCounter(table.database(), (Holding.OfTable) holding, next, situation(state)));
            return state;
        });
    }

    /** A session's own table is dropped before a lasting one of its name. */
    void forget(Statement.DropTable drop) {
        Subject.of(drop, session.database())
                .ifPresent(dropped -> cluster.exclusively(state -> {
                    rows.forget(session, dropped.database(), dropped.name());
                    return state;
                }));
    }

    /** Within a transaction a statement is tried out, and run only at its end. */
    long rehearse(Manipulation manipulation, String database, Holding holding) {
        return rows.rehearse(manipulation, database, holding, situation(cluster.look()));
    }

    LoadCounts load(LoadStage stage, LoadMapping mapping, String database, Holding.OfTable holding) {
        return rows.load(stage, mapping, database, holding, situation(cluster.look()));
    }

    long write(Manipulation manipulation, String database, Holding holding) {
        return rows.write(manipulation, database, holding, situation(cluster.look()));
    }
}
