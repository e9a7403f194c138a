package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Plans rollups, and the synchronous materialized views, which are rollups with a query. */
final class RollupChanges {
    private final ServerProfile profile;
    private final ObjectName name;
    private final Session session;
    private final Table now;
    private final Table wanted;

    RollupChanges(ServerProfile profile, ObjectName name, Session session, Table now, Table wanted) {
        this.profile = profile;
        this.name = name;
        this.session = session;
        this.now = now;
        this.wanted = wanted;
    }

    List<Change> all(SortedSet<ObjectPart> differing) {
        List<Change> changes = new ArrayList<>();
        for (Rollup rollup : now.rollups()) {
            ObjectPart part = new ObjectPart(Kind.ROLLUP, rollup.name());
            if (differing.contains(part)) {
                changes.add(
                        renamed(part, rollup).or(() -> narrowed(part, rollup)).orElseGet(() -> dropped(part, rollup)));
            }
        }
        for (Rollup rollup : wanted.rollups()) {
            ObjectPart part = new ObjectPart(Kind.ROLLUP, rollup.name());
            boolean used = now.rollups().stream().anyMatch(each -> each.name().equals(rollup.name()));
            if (differing.contains(part) && !used) {
                changes.add(added(part, rollup));
            }
        }
        return changes;
    }

    /** Renames a rollup if only its name differs: a rollup consists of its columns and their order. */
    private Optional<Change> renamed(ObjectPart part, Rollup rollup) {
        return wanted.rollups().stream()
                .filter(other -> rollup.query() == null
                        && other.equals(rollup.named(other.name()))
                        && now.rollups().stream().noneMatch(each -> each.name().equals(other.name())))
                .findFirst()
                .map(other -> Change.of(
                        part, new AlterClause.RenameRollup(Name.of(rollup.name()), Name.of(other.name()), Span.NONE)));
    }

    /** Narrows a rollup if it only loses columns. */
    private Optional<Change> narrowed(ObjectPart part, Rollup rollup) {
        List<String> wantedColumns = wanted.rollups().stream()
                .filter(other -> other.name().equals(rollup.name()) && other.query() == null)
                .flatMap(other -> other.columns().stream().map(Column::name))
                .toList();
        List<String> left =
                new ArrayList<>(rollup.columns().stream().map(Column::name).toList());
        Optional<String> surplus =
                left.stream().filter(column -> !wantedColumns.contains(column)).findFirst();
        left.retainAll(wantedColumns);
        return surplus.filter(column -> rollup.query() == null && !left.isEmpty() && left.equals(wantedColumns))
                .map(column -> Change.of(
                        part,
                        new AlterClause.DropColumn(Name.of(column), Name.of(rollup.name()), List.of(), Span.NONE),
                        new AlterClause.DropRollup(Name.of(rollup.name()), Span.NONE)));
    }

    private Change dropped(ObjectPart part, Rollup rollup) {
        return rollup.query() == null
                ? Change.of(part, new AlterClause.DropRollup(Name.of(rollup.name()), Span.NONE))
                : Change.of(part, drop(name, session, rollup));
    }

    /** The server accepts either statement for both kinds; each is dropped by the statement of its own kind. */
    static Statement drop(ObjectName table, Session session, Rollup rollup) {
        return rollup.query() == null
                ? new Statement.AlterTable(
                        table.in(session),
                        List.of(new AlterClause.DropRollup(Name.of(rollup.name()), Span.NONE)),
                        Span.NONE)
                : new ViewStatement.DropMaterializedView(
                        false, table.named(rollup.name()).in(session), false, Span.NONE);
    }

    private Change added(ObjectPart part, Rollup rollup) {
        QueryText query = rollup.query();
        if (query != null) {
            return Change.of(part, synchronous(rollup, query));
        }
        RollupDefinition definition = ShowCreate.written(profile, wanted).rollups().stream()
                .filter(each -> each.name().text().equals(rollup.name()))
                .findFirst()
                .orElseThrow();
        return Change.of(part, new AlterClause.AddRollup(definition, Span.NONE));
    }

    private ViewStatement synchronous(Rollup rollup, QueryText query) {
        return ViewStatement.CreateMaterializedView.synchronous(
                name.named(rollup.name()).in(session), query);
    }
}
