package dev.cairn.embedded.server;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.account.Target;
import dev.cairn.embedded.look.Sight;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.Holding;
import dev.cairn.embedded.state.Identity;
import dev.cairn.embedded.state.Subject;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Span;
import dev.cairn.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE and DELETE: noted as loads under their labels, but no rows are kept. */
final class Manipulations {
    private static final Pattern LABEL = Pattern.compile("(?is)^[^('\"]*?\\bWITH\\s+LABEL\\s+`?([^\\s`(]+)`?.*");

    private final Cluster cluster;
    private final ServerSession session;
    private final Sight sight;

    Manipulations(Cluster cluster, ServerSession session, Sight sight) {
        this.cluster = cluster;
        this.session = session;
        this.sight = sight;
    }

    Answer answer(Statement.Opaque statement) {
        QualifiedName target = statement.target();
        if (target == null) {
            throw Refusal.analysis(statement.span(), "The embedded server writes to tables only");
        }
        Subject subject = Subject.of(target, session.database())
                .orElseThrow(() -> Refusal.analysis(target.span(), ServerError.NO_DATABASE_CHOSEN));
        Database database = sight.catalog()
                .database(subject.database())
                .orElseThrow(() -> Refusal.analysis(target.span(), ServerError.UNKNOWN_DATABASE, subject.database()));
        Holding holding = Holding.of(database, subject.name())
                .orElseThrow(() -> Refusal.analysis(
                        target.span(), ServerError.UNKNOWN_TABLE, subject.database() + "." + subject.name()));
        String kind = statement.keywords().get(0);
        require(Privilege.valueOf(kind), subject, holding);
        String said = kind.equals("INSERT") ? saidLabel(statement.text()) : null;
        String label = cluster.load(
                        said, subject.database(), subject.name(), session.user().name(), kind)
                .orElseThrow(() -> Refusal.analysis(
                        Span.NONE, "fail to begin transaction. Label [" + said + "] has already been used."));
        return new Answer.Ok(0, "{'label':'" + label + "', 'status':'VISIBLE', 'txnId':'1'}");
    }

    private void require(Privilege privilege, Subject subject, Holding holding) {
        long database = sight.state()
                .identities()
                .database(subject.database())
                .map(Identity::id)
                .orElse(0L);
        long object = sight.state()
                .identities()
                .object(subject.database(), subject.name())
                .map(Identity::id)
                .orElse(0L);
        boolean may =
                holding.isTemporary() || sight.access().may(privilege, Target.of(ObjectKind.TABLE, database, object));
        if (!may) {
            throw sight.access().denied(privilege.words(), ObjectKind.TABLE, subject.name());
        }
    }

    private static @Nullable String saidLabel(String text) {
        Matcher label = LABEL.matcher(text);
        return label.matches() ? label.group(1) : null;
    }
}
