package dev.cairn.internal.run.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.DescribedRollups;
import dev.cairn.internal.reflection.ExpectedObjects;
import dev.cairn.internal.reflection.ShowCreateAnswer;
import dev.cairn.internal.reflection.show.ShownObject;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Some parts of a live object, which are compared with the states of a migration. Differences of other parts are drift,
 * and are ignored.
 */
public final class LiveState {
    private final RunContext context;
    private final StatementStep step;
    private final ObjectName name;
    private final SortedSet<ObjectPart> parts;
    private final ShownObject shownObject;
    private final Set<String> rollupNames;

    private LiveState(
            RunContext context,
            StatementStep step,
            ObjectName name,
            SortedSet<ObjectPart> parts,
            ShownObject shownObject,
            Set<String> rollupNames) {
        this.context = context;
        this.step = step;
        this.name = name;
        this.parts = parts;
        this.shownObject = shownObject;
        this.rollupNames = rollupNames;
    }

    /** Reads the parts of an object that some steps change. There must be at least one step. */
    public static LiveState read(
            ServerConnection connection, RunContext context, ObjectName name, List<StatementStep> steps) {
        SortedSet<ObjectPart> parts = new TreeSet<>();
        steps.forEach(step -> parts.addAll(Objects.requireNonNullElse(
                StepInspector.findTouchedDefinitionParts(step).get(name), Set.of())));
        StatementStep firstStep = steps.get(0);
        ShownObject shownObject = context.reflection()
                .interpret(ShowCreateAnswer.fetch(connection, name), name, firstStep.catalogAfter());
        boolean hasRollups = parts.stream().anyMatch(part -> part.hasKind(ObjectPart.Kind.ROLLUP));
        Set<String> rollupNames =
                hasRollups ? DescribedRollups.readColumnNames(connection, name).keySet() : Set.of();
        return new LiveState(context, firstStep, name, parts, shownObject, rollupNames);
    }

    ObjectName name() {
        return name;
    }

    boolean isAbsent() {
        return shownObject instanceof ShownObject.Absent;
    }

    /** Returns whether all these parts have the same state in a catalog. */
    public boolean matches(Catalog catalog) {
        if (SchemaObject.find(catalog, name).isEmpty()) {
            return isAbsent();
        }
        if (shownObject instanceof ShownObject.Unreadable unreadable) {
            return new ExpectedObjects(context.profile(), catalog)
                    .findShownAs(name, unreadable.text())
                    .isPresent();
        }
        ObjectStateMatcher matcher = new ObjectStateMatcher(context, step.withCatalogAfter(catalog), name);
        Optional<ShownObject.Present> presentObject =
                shownObject instanceof ShownObject.Present object ? Optional.of(object) : Optional.empty();
        return parts.stream().allMatch(part -> matcher.matchesAfter(part, presentObject, rollupNames));
    }
}
