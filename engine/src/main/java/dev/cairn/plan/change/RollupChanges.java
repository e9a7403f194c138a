package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans rollups, and the synchronous materialized views, which are rollups with a query. */
record RollupChanges(TableDifference difference) {
    List<Change> all() {
        Table now = difference.now();
        List<Change> changes = new ArrayList<>();
        for (Rollup rollup : now.rollups()) {
            ObjectPart part = new ObjectPart(Kind.ROLLUP, rollup.name());
            if (difference.has(part)) {
                changes.add(
                        renamed(part, rollup).or(() -> narrowed(part, rollup)).orElseGet(() -> dropped(part, rollup)));
            }
        }
        for (Rollup rollup : difference.wanted().rollups()) {
            ObjectPart part = new ObjectPart(Kind.ROLLUP, rollup.name());
            boolean used = now.rollups().stream().anyMatch(each -> each.name().equals(rollup.name()));
            if (difference.has(part) && !used) {
                changes.add(added(part, rollup));
            }
        }
        return changes;
    }

    /** Renames a rollup if only its name differs: a rollup consists of its columns and their order. */
    private Optional<Change> renamed(ObjectPart part, Rollup rollup) {
        return difference.wanted().rollups().stream()
                .filter(other -> rollup.query() == null
                        && other.equals(rollup.named(other.name()))
                        && difference.now().rollups().stream()
                                .noneMatch(each -> each.name().equals(other.name())))
                .findFirst()
                .map(other -> Change.of(
                        part, new AlterClause.RenameRollup(Name.of(rollup.name()), Name.of(other.name()), Span.NONE)));
    }

    /** Narrows a rollup if it only loses columns. */
    private Optional<Change> narrowed(ObjectPart part, Rollup rollup) {
        List<String> wantedColumns = difference.wanted().rollups().stream()
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
                : Change.of(part, difference.rehearsal().statements().drop(difference.name(), rollup));
    }

    private Change added(ObjectPart part, Rollup rollup) {
        QueryText query = rollup.query();
        if (query != null) {
            return Change.of(part, synchronous(rollup, query));
        }
        RollupDefinition definition = ShowCreate.written(difference.profile(), difference.wanted()).rollups().stream()
                .filter(each -> each.name().text().equals(rollup.name()))
                .findFirst()
                .orElseThrow();
        return Change.of(part, new AlterClause.AddRollup(definition, Span.NONE));
    }

    private ViewStatement synchronous(Rollup rollup, QueryText query) {
        return ViewStatement.CreateMaterializedView.synchronous(
                difference.inSession(difference.name().named(rollup.name())), query);
    }
}
