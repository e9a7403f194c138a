package dev.cairn.plan.lint;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.step.Destruction;
import dev.cairn.plan.step.Lint;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the lints of a step. */
public final class Lints {
    private final SimulatedAction simulated;
    private final List<Lint> lints = new ArrayList<>();

    private Lints(SimulatedAction simulated) {
        this.simulated = simulated;
    }

    public static List<Lint> findAll(SimulatedAction simulated, Set<ObjectName> replaced) {
        Lints lints = new Lints(simulated);
        lints.addCost();
        lints.addUnfilled();
        lints.lints.addAll(CopyFailures.findAll(simulated));
        Destruction destruction = new Destruction(simulated);
        if (!(simulated.action().statement() instanceof AccessStatement)) {
            destruction.describeImmediate().ifPresent(why -> lints.add(LintRule.DROPS_DATA, lints.subject(), why));
        }
        destruction.laterDeletions().forEach((name, why) -> lints.add(LintRule.SHORTENS_RETENTION, name.name(), why));
        IgnoredProperties.findIn(simulated)
                .forEach(name -> lints.add(
                        LintRule.IGNORED_PROPERTY,
                        lints.subject(),
                        "the server takes \"" + name + "\" but does nothing with it"));
        replaced.forEach(lints::compare);
        return lints.lints;
    }

    private void add(LintRule rule, String about, String message) {
        lints.add(new Lint(rule, about, message));
    }

    private String subject() {
        ObjectName subject = simulated.target();
        return subject == null ? "" : subject.name();
    }

    private void addCost() {
        if (simulated.cost() == ChangeCost.REWRITE_JOB || simulated.cost() == ChangeCost.OPTIMIZE_JOB) {
            add(LintRule.REWRITES_TABLE, subject(), "the server rewrites all rows of " + subject());
        }
    }

    private void addUnfilled() {
        if (simulated.action().statement() instanceof AlterMaterializedView alter
                && alter.change() instanceof MaterializedViewChange.AddViewColumn added) {
            add(
                    LintRule.LACKS_VALUES,
                    subject() + "." + added.name(),
                    "rows of " + subject() + " have the default for " + added.name() + " until they are refreshed");
        }
    }

    private void compare(ObjectName name) {
        Optional<SchemaObject> before = SchemaObject.find(simulated.before(), name);
        Optional<SchemaObject> after = SchemaObject.find(simulated.after(), name);
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        if (before.get() instanceof TableObject one && after.get() instanceof TableObject other) {
            compare(name, one.table(), other.table());
        }
        if (before.get() instanceof MaterializedViewObject one && after.get() instanceof MaterializedViewObject other) {
            compare(name, one.view(), other.view());
        }
    }

    private void compare(ObjectName name, Table before, Table after) {
        if (StagingName.isStaging(name.name())) {
            return;
        }
        boolean copied = simulated.action().statement() instanceof Statement.AlterTable alter
                && alter.clauses().stream().anyMatch(AlterClause.SwapTable.class::isInstance);
        lints.addAll(new ColumnLints(before, after).findAll(name.name(), name.toSqlName(simulated.session()), copied));
        if (simulated.cost() == ChangeCost.ROLLUP_JOB) {
            List<String> present = before.rollups().stream().map(Rollup::name).toList();
            after.rollups().stream()
                    .map(Rollup::name)
                    .filter(rollup -> !present.contains(rollup))
                    .forEach(rollup -> add(
                            LintRule.BUILDS_ROLLUP,
                            name.name() + "." + rollup,
                            "the server builds " + rollup + " from all rows of " + name.name()));
        }
    }

    private void compare(ObjectName name, MaterializedView before, MaterializedView after) {
        if (StagingName.isStaging(name.name())) {
            return;
        }
        if (before.isActive() && !after.isActive()) {
            add(
                    LintRule.INACTIVATES_VIEW,
                    name.name(),
                    name.name() + " becomes inactive and has to be refreshed: " + after.inactiveReason());
        }
    }

    /**
     * Whether rows with different keys may have the same key afterwards.
     *
     * @param oldNames old names of renamed columns, by the new name
     */
    public static boolean mergesRows(Table before, Table after, Map<String, String> oldNames) {
        return new ColumnLints(before, after).mergesRows(oldNames);
    }

    /** Finds properties of a statement that the server accepts and then ignores. */
    private static final class IgnoredProperties {
        private IgnoredProperties() {}

        static List<String> findIn(SimulatedAction simulated) {
            ObjectName subject = simulated.target();
            if (subject == null) {
                return List.of();
            }
            Optional<SchemaObject> object = SchemaObject.find(simulated.after(), subject);
            Optional<StoredProperties> keptProperties = object.flatMap(IgnoredProperties::properties);
            Holder holder =
                    object.filter(TableObject.class::isInstance).isPresent() ? Holder.TABLE : Holder.MATERIALIZED_VIEW;
            List<String> ignored = new ArrayList<>();
            for (Property property : declaredProperties(simulated.action().statement())) {
                boolean elsewhere = KnownProperty.find(property.name()).isEmpty()
                        && KnownProperty.findAltered(property.name()).isPresent();
                boolean unset = KnownProperty.findUse(property.name(), holder)
                        .map(use -> use.omits(property.value()))
                        .orElseGet(() -> property.value().isEmpty());
                if (keptProperties.isPresent()
                        && !unset
                        && !elsewhere
                        && !keptProperties.get().has(property.name())) {
                    ignored.add(property.name());
                }
            }
            return ignored;
        }

        private static Optional<StoredProperties> properties(SchemaObject object) {
            if (object instanceof TableObject heldTable) {
                return Optional.of(heldTable.table().properties());
            }
            return object instanceof MaterializedViewObject heldView
                    ? Optional.of(heldView.view().properties())
                    : Optional.empty();
        }

        private static List<Property> declaredProperties(@Nullable Statement statement) {
            if (statement instanceof Statement.CreateTable create) {
                return create.properties();
            }
            if (statement instanceof ViewStatement.CreateMaterializedView create) {
                return create.properties();
            }
            if (statement instanceof Statement.AlterTable alter
                    && alter.clauses().size() == 1
                    && alter.clauses().get(0) instanceof AlterClause.SetProperties set) {
                return set.properties();
            }
            return List.of();
        }
    }
}
