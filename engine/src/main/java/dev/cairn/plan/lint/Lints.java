package dev.cairn.plan.lint;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Cost;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.plan.step.Destruction;
import dev.cairn.plan.step.Lint;
import dev.cairn.plan.step.Lint.Kind;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.StatementTarget;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** What is worth knowing of a step. */
public final class Lints {
    private final SimulatedAction played;
    private final List<Lint> lints = new ArrayList<>();

    private Lints(SimulatedAction played) {
        this.played = played;
    }

    public static List<Lint> of(SimulatedAction played, SortedSet<ObjectName> replaced) {
        Lints found = new Lints(played);
        found.addCost();
        found.addUnfilled();
        Destruction.by(played).ifPresent(why -> found.add(Kind.DROPS_DATA, found.about(), why));
        IgnoredProperties.in(played)
                .forEach(name -> found.add(
                        Kind.IGNORED_PROPERTY,
                        found.about(),
                        "the server takes \"" + name + "\" but does nothing with it"));
        replaced.forEach(found::compare);
        return found.lints;
    }

    private void add(Kind kind, String about, String message) {
        lints.add(new Lint(kind, about, message));
    }

    private String about() {
        ObjectName subject = StatementTarget.of(played);
        return subject == null ? "" : subject.name();
    }

    private void addCost() {
        if (played.cost() == Cost.COLUMN_JOB || played.cost() == Cost.OPTIMIZE_JOB) {
            add(Kind.REWRITES_TABLE, about(), "the server writes all rows of " + about() + " anew");
        }
    }

    private void addUnfilled() {
        if (played.action().statement() instanceof AlterMaterializedView alter
                && alter.change() instanceof MaterializedViewChange.AddColumn added) {
            add(
                    Kind.LACKS_VALUES,
                    about() + "." + added.name(),
                    "rows of " + about() + " have the default for " + added.name() + " until they are refreshed");
        }
    }

    private void compare(ObjectName name) {
        Optional<SchemaObject> before = SchemaObject.find(played.before(), name);
        Optional<SchemaObject> after = SchemaObject.find(played.after(), name);
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        if (before.get() instanceof OfTable one && after.get() instanceof OfTable other) {
            compare(name, one.table(), other.table());
        }
        if (before.get() instanceof OfMaterializedView one && after.get() instanceof OfMaterializedView other) {
            compare(name, one.view(), other.view());
        }
    }

    private void compare(ObjectName name, Table before, Table after) {
        if (StagingName.isStaging(name.name())) {
            return;
        }
        lints.addAll(RetentionLints.shortened(name.name(), before.properties(), after.properties()));
        lints.addAll(ColumnLints.of(name.name(), before, after));
        if (played.cost() == Cost.ROLLUP_JOB) {
            List<String> present = before.rollups().stream().map(Rollup::name).toList();
            after.rollups().stream()
                    .map(Rollup::name)
                    .filter(rollup -> !present.contains(rollup))
                    .forEach(rollup -> add(
                            Kind.BUILDS_ROLLUP,
                            name.name() + "." + rollup,
                            "the server builds " + rollup + " from all rows of " + name.name()));
        }
    }

    private void compare(ObjectName name, MaterializedView before, MaterializedView after) {
        if (StagingName.isStaging(name.name())) {
            return;
        }
        lints.addAll(RetentionLints.shortened(name.name(), before.properties(), after.properties()));
        if (before.active() && !after.active()) {
            add(
                    Kind.INACTIVATES_VIEW,
                    name.name(),
                    name.name() + " becomes inactive and has to be refreshed: " + after.inactive());
        }
    }
}
