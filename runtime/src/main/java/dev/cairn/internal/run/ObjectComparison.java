package dev.cairn.internal.run;

import dev.cairn.catalog.Column;
import dev.cairn.internal.reflection.ExpectedObjects;
import dev.cairn.internal.reflection.ShownObject.Present;
import dev.cairn.internal.reflection.ShownText;
import dev.cairn.internal.reflection.UnprintedProperties;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.WidenedColumns;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectParts;
import dev.cairn.plan.part.QueryMatcher;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import dev.cairn.plan.step.DefinitionChange;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Compares one object as it is on the server with its expected states before and after a step. */
final class ObjectComparison {
    private final RunContext context;
    private final RunStep.StatementStep step;
    private final ObjectName name;
    private final Optional<SchemaObject> before;
    private final Optional<SchemaObject> after;

    ObjectComparison(RunContext context, RunStep.StatementStep step, ObjectName name) {
        this.context = context;
        this.step = step;
        this.name = name;
        this.before = SchemaObject.find(step.before(), name);
        this.after = SchemaObject.find(step.after(), name);
    }

    ObjectName name() {
        return name;
    }

    /** Returns the state whose text the server prints; empty if it prints neither text, or if both are the same. */
    Optional<InspectionResult.State> findPrintedState(ShownText answer) {
        Optional<DefinitionChange> change = step.step().findDefinition(name);
        if (change.isEmpty() || !(answer instanceof ShownText.Text shown)) {
            return Optional.empty();
        }
        boolean asBefore = isPrinted(before, change.get().textBefore(), shown.text());
        boolean asAfter = isPrinted(after, change.get().textAfter(), shown.text());
        return asBefore == asAfter
                ? Optional.empty()
                : Optional.of(asBefore ? InspectionResult.State.BEFORE : InspectionResult.State.AFTER);
    }

    private static boolean isPrinted(Optional<SchemaObject> object, Optional<String> expected, String text) {
        return expected.isPresent() && ExpectedObjects.isPrintedAs(object.orElseThrow(), expected.get(), text);
    }

    /** Returns the verdict on a part of an object of which the server prints one of the expected states. */
    StepInspector.PartVerdict printedVerdict(ObjectPart part, InspectionResult.State printed) {
        return new StepInspector.PartVerdict(
                printed, part.kind() == ObjectPart.Kind.OBJECT ? name.toString() : part + " of " + name);
    }

    List<StepInspector.PartVerdict> comparePart(SortedSet<ObjectPart> parts, Optional<Present> shown) {
        return parts.stream().map(part -> comparePart(part, shown)).toList();
    }

    StepInspector.PartVerdict comparePart(ObjectPart part, Optional<Present> shown) {
        Optional<SchemaObject> live = shown.map(Present::object);
        if (part.kind() == ObjectPart.Kind.OBJECT) {
            return StepInspector.PartVerdict.of(
                    existsAs(live, before), existsAs(live, after), name.toString(), () -> describeWhole(live));
        }
        if (live.isEmpty() || before.isEmpty() || after.isEmpty()) {
            return StepInspector.PartVerdict.of(false, false, name.toString(), () -> name + " does not exist");
        }
        if (part.kind() == ObjectPart.Kind.PROPERTY && !prints(before.get(), part) && !prints(after.get(), part)) {
            return new StepInspector.PartVerdict(InspectionResult.State.INCONCLUSIVE, part + " of " + name);
        }
        boolean asBefore = isPartAs(part, live.get(), before.get());
        boolean asAfter = isAsAfter(part, shown.get(), after.get());
        boolean assumedBefore = isAssumed(part, before.get());
        boolean saidOnce = assumedBefore != isAssumed(part, after.get());
        if (asBefore && asAfter && saidOnce && !renderPart(part, before).equals(renderPart(part, after))) {
            // An assumed default equals its absence: the state with the explicit value decides.
            return new StepInspector.PartVerdict(
                    assumedBefore ? InspectionResult.State.AFTER : InspectionResult.State.BEFORE,
                    part + " of " + name,
                    true);
        }
        asAfter |= !asBefore && isWiderThanAfter(part, live.get());
        return StepInspector.PartVerdict.of(
                asBefore, asAfter, part + " of " + name, () -> describePart(part, live.get()));
    }

    /** A rollup is recognized by its name only. */
    StepInspector.PartVerdict compareRollup(ObjectPart part, Set<String> live) {
        boolean exists = live.contains(part.name());
        String about = "rollup " + part.name() + " of " + name;
        return StepInspector.PartVerdict.of(
                exists == hasPart(part, before), exists == hasPart(part, after), about, () -> about);
    }

    private boolean hasPart(ObjectPart part, Optional<SchemaObject> object) {
        return object.filter(owner -> parts(owner).contents().containsKey(part)).isPresent();
    }

    /**
     * An object that the step creates must match completely; for an object that the step renames or drops, the kind is
     * enough.
     */
    private boolean existsAs(Optional<SchemaObject> live, Optional<SchemaObject> expectedObject) {
        if (live.isEmpty() || expectedObject.isEmpty()) {
            return live.isEmpty() && expectedObject.isEmpty();
        }
        boolean kind = live.get().kind().equals(expectedObject.get().kind());
        return kind
                && (!creates()
                        || findDifferingParts(live.get(), expectedObject.get()).isEmpty());
    }

    private boolean creates() {
        Statement statement = step.step().action().statement();
        return statement instanceof Statement.CreateTable
                || statement instanceof Statement.CreateTableLike
                || statement instanceof Statement.CreateTableAsSelect
                || statement instanceof ViewStatement.CreateView
                || statement instanceof ViewStatement.CreateMaterializedView;
    }

    private SortedSet<ObjectPart> findDifferingParts(SchemaObject live, SchemaObject expectedObject) {
        QueryMatcher match = context.createMatcher(step.after(), step.session());
        SchemaObject filled = new UnprintedProperties(context.profile(), expectedObject).complete(live);
        SortedSet<ObjectPart> parts = filled.differenceFrom(expectedObject, context.profile(), match);
        // SHOW CREATE shows neither rollups nor whether a view is active.
        parts.removeIf(part -> part.kind() == ObjectPart.Kind.ROLLUP || part.kind() == ObjectPart.Kind.ACTIVITY);
        return parts;
    }

    private boolean isPartAs(ObjectPart part, SchemaObject live, SchemaObject expectedObject) {
        if (part.kind() == ObjectPart.Kind.COLUMN_ORDER) {
            List<String> present = columns(live);
            List<String> expected = columns(expectedObject);
            // Columns that others added or dropped are ignored here.
            return intersect(present, expected).equals(intersect(expected, present));
        }
        return live.kind().equals(expectedObject.kind())
                && !findDifferingParts(live, expectedObject).contains(part);
    }

    /** A downgrade leaves a column with its wider type, so a later step that widens it by less has nothing to do. */
    private boolean isWiderThanAfter(ObjectPart part, SchemaObject live) {
        if (part.kind() != ObjectPart.Kind.COLUMN
                || !(live instanceof TableObject present)
                || !(after.orElseThrow() instanceof TableObject expectedObject)) {
            return false;
        }
        Optional<Column> actualColumn = present.table().column(part.name());
        Optional<Column> expectedColumn = expectedObject.table().column(part.name());
        if (actualColumn.isEmpty()
                || expectedColumn.isEmpty()
                || !WidenedColumns.isWider(expectedColumn.get(), actualColumn.get())) {
            return false;
        }
        List<Column> columns = expectedObject.table().columns().stream()
                .map(column -> column.is(part.name())
                        ? column.withType(actualColumn.orElseThrow().type())
                        : column)
                .toList();
        return isPartAs(part, live, new TableObject(expectedObject.table().withColumns(columns)));
    }

    /** Some properties are printed only as long as they differ from the value that the step sets. */
    private boolean isAsAfter(ObjectPart part, Present live, SchemaObject expectedObject) {
        boolean printed = part.kind() != ObjectPart.Kind.PROPERTY || prints(expectedObject, part);
        return printed
                ? isPartAs(part, live.object(), expectedObject)
                : !live.text().contains(printedLine(part));
    }

    private boolean prints(SchemaObject object, ObjectPart property) {
        return object.showCreate(context.profile()).contains(printedLine(property));
    }

    private static String printedLine(ObjectPart property) {
        return "\"" + property.name() + "\" = ";
    }

    private static List<String> intersect(List<String> names, List<String> others) {
        return names.stream().filter(others::contains).toList();
    }

    private static List<String> columns(SchemaObject object) {
        if (object instanceof TableObject heldTable) {
            return toLowerCase(heldTable.table().columns().stream()
                    .map(column -> column.name())
                    .toList());
        }
        return object instanceof ViewObject heldView
                ? toLowerCase(heldView.view().columns().stream()
                        .map(column -> column.name())
                        .toList())
                : toLowerCase(((MaterializedViewObject) object)
                        .view().columns().stream().map(column -> column.name()).toList());
    }

    private static List<String> toLowerCase(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    private boolean isAssumed(ObjectPart part, SchemaObject object) {
        ObjectParts.Content content = parts(object).contents().get(part);
        return content != null && content.assumed();
    }

    private ObjectParts parts(SchemaObject object) {
        return ObjectParts.of(context.profile(), object);
    }

    private String describeWhole(Optional<SchemaObject> live) {
        if (live.isEmpty()) {
            return name + " does not exist";
        }
        Optional<SchemaObject> expected = after.or(() -> before);
        boolean sameKind =
                expected.filter(owner -> owner.kind().equals(live.get().kind())).isPresent();
        return sameKind
                ? name + " exists, but differs: "
                        + findDifferingParts(live.get(), expected.orElseThrow()).stream()
                                .map(part -> part + " is " + renderPart(part, live) + ", and not "
                                        + renderPart(part, expected))
                                .collect(Collectors.joining("; "))
                : name + " exists as a " + live.get().kind();
    }

    private String describePart(ObjectPart part, SchemaObject live) {
        return part + " of " + name + " is " + renderPart(part, Optional.of(live)) + ", but is expected to be "
                + renderPart(part, before) + " before the step and " + renderPart(part, after) + " after it";
    }

    private String renderPart(ObjectPart part, Optional<SchemaObject> object) {
        return object.map(owner -> parts(owner).contents().get(part))
                .map(content -> "'" + content.text() + "'")
                .orElse("nothing");
    }
}
