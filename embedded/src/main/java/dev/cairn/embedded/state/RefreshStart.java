package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which statements refresh a materialized view: REFRESH, and CREATE where it was not said that this is for later. */
final class RefreshStart {
    private final Catalog before;
    private final Statement statement;
    private final Instant now;
    private final @Nullable String failure;

    /** @param failure what the refresh shall end with, or null */
    RefreshStart(Catalog before, Statement statement, Instant now, @Nullable String failure) {
        this.before = before;
        this.statement = statement;
        this.now = now;
        this.failure = failure;
    }

    ClusterState recorded(ClusterState after, StatementObject subject) {
        Optional<MaterializedView> view = view(after.catalog(), subject);
        boolean refreshed = statement instanceof ViewStatement.RefreshMaterializedView
                || (statement instanceof ViewStatement.CreateMaterializedView
                        && view(before, subject).isEmpty()
                        && view.filter(RefreshStart::isImmediate).isPresent());
        return refreshed && view.isPresent() ? recorded(after, subject, view.get()) : after;
    }

    private static Optional<MaterializedView> view(Catalog catalog, StatementObject subject) {
        return catalog.database(subject.database()).flatMap(found -> found.materializedView(subject.name()));
    }

    private static boolean isImmediate(MaterializedView view) {
        return !Boolean.TRUE.equals(view.refresh().deferred())
                && view.refresh().scheme() != ViewStatement.Refresh.Scheme.INCREMENTAL;
    }

    private ClusterState recorded(ClusterState after, StatementObject subject, MaterializedView view) {
        long id = after.lastId() + 1;
        long identity = after.identities()
                .object(subject.database(), subject.name())
                .map(Identity::id)
                .orElse(0L);
        RefreshRun run = new RefreshRun(
                id,
                new UUID(now.toEpochMilli(), id).toString(),
                new UUID(now.toEpochMilli(), -id).toString(),
                identity,
                subject.database(),
                "insert overwrite `" + view.name() + "` "
                        + view.definition().query().text(),
                statement instanceof ViewStatement.RefreshMaterializedView refresh && refresh.force(),
                now,
                failure);
        return after.with(after.runs().with(run)).counting(id);
    }
}
