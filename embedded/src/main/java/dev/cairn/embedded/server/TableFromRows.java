package dev.cairn.embedded.server;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE AS SELECT: a table, and the rows of the query in it; without them it is dropped again. */
final class TableFromRows {
    private final Cluster cluster;
    private final ServerSession session;
    private final Manipulations manipulations;

    TableFromRows(Cluster cluster, ServerSession session, Manipulations manipulations) {
        this.cluster = cluster;
        this.session = session;
        this.manipulations = manipulations;
    }

    Answer answer(Statement.CreateTableAsSelect create, @Nullable String failingJob) {
        boolean existed = exists(create);
        cluster.apply(session, create, failingJob);
        if (existed) {
            return Answer.OK;
        }
        Manipulation.Insert insert = new Manipulation.Insert(
                false,
                false,
                create.name(),
                null,
                null,
                List.of(),
                false,
                List.of(),
                new Manipulation.Source.Result(create.query()),
                create.span());
        boolean filled = false;
        try {
            Answer answer = manipulations.run(insert);
            filled = true;
            return answer;
        } finally {
            if (!filled) {
                cluster.apply(
                        session,
                        new Statement.DropTable(create.temporary(), true, create.name(), true, Span.NONE),
                        null);
            }
        }
    }

    private boolean exists(Statement.CreateTableAsSelect create) {
        return StatementObject.of(create.name(), session.database())
                .flatMap(subject -> session.seeing(cluster.look().catalog())
                        .database(subject.database())
                        .flatMap(database -> DatabaseObject.of(database, subject.name())))
                .isPresent();
    }
}
