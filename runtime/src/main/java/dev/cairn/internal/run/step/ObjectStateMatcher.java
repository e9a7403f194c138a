package dev.cairn.internal.run.step;

import dev.cairn.catalog.Column;
import dev.cairn.internal.reflection.ExpectedObjects;
import dev.cairn.internal.reflection.ShowCreateAnswer;
import dev.cairn.internal.reflection.UnprintedPropertyCompleter;
import dev.cairn.internal.reflection.show.ShownObject.Present;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.plan.WidenedColumns;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectParts;
import dev.cairn.plan.part.QueryMatcher;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.step.DefinitionChange;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Compares a live object with its expected states before and after a step, part by part. A part that is equal in both
 * states does not count as evidence for either of them.
 */
final class ObjectStateMatcher {
    private final RunContext context;
    private final StatementStep step;
    private final ObjectName name;
    private final Optional<SchemaObject> objectBefore;
    private final Optional<SchemaObject> objectAfter;

    ObjectStateMatcher(RunContext context, StatementStep step, ObjectName name) {
        this.context = context;
        this.step = step;
        this.name = name;
        this.objectBefore = SchemaObject.find(step.catalogBefore(), name);
        this.objectAfter = SchemaObject.find(step.catalogAfter(), name);
    }

    ObjectName name() {
        return name;
    }

    /** Returns the state whose text the server prints; empty if it prints neither text, or if both texts are equal. */
    Optional<InspectionResult.State> findPrintedState(ShowCreateAnswer showCreateAnswer) {
        Optional<DefinitionChange> change = step.simulatedStep().findDefinitionChange(name);
        if (change.isEmpty() || !(showCreateAnswer instanceof ShowCreateAnswer.Text printedText)) {
            return Optional.empty();
        }
        boolean matchesBefore = isPrinted(objectBefore, change.get().textBefore(), printedText.text());
        boolean matchesAfter = isPrinted(objectAfter, change.get().textAfter(), printedText.text());
        return matchesBefore == matchesAfter
                ? Optional.empty()
                : Optional.of(matchesBefore ? InspectionResult.State.BEFORE : InspectionResult.State.AFTER);
    }

    private static boolean isPrinted(
            Optional<SchemaObject> object, Optional<String> expectedText, String printedDefinition) {
        return expectedText.isPresent()
                && ExpectedObjects.mayBeShownAs(object.orElseThrow(), expectedText.get(), printedDefinition);
    }

    /** Returns the verdict on a part of an object if the server prints the text of an expected state. */
    StepInspector.PartVerdict createVerdict(ObjectPart part, InspectionResult.State printedState) {
        return new StepInspector.PartVerdict(
                new TouchedPart(name, part),
                printedState,
                part.kind() == ObjectPart.Kind.OBJECT ? name.toString() : part + " of " + name);
    }

    List<StepInspector.PartVerdict> compareParts(SortedSet<ObjectPart> parts, Optional<Present> presentObject) {
        return parts.stream().map(part -> comparePart(part, presentObject)).toList();
    }

    /**
     * Compares a part other than a rollup.
     *
     * @param presentObject the live object; empty if it does not exist, which may be expected only if the part is the
     *     object itself
     */
    StepInspector.PartVerdict comparePart(ObjectPart part, Optional<Present> presentObject) {
        Optional<SchemaObject> liveObject = presentObject.map(Present::object);
        if (part.kind() == ObjectPart.Kind.OBJECT) {
            return StepInspector.PartVerdict.of(
                    new TouchedPart(name, part),
                    hasExpectedObject(liveObject, objectBefore),
                    hasExpectedObject(liveObject, objectAfter),
                    liveObject.isPresent() ? name.toString() : name + " (missing)",
                    () -> describeObject(liveObject));
        }
        if (liveObject.isEmpty() || objectBefore.isEmpty() || objectAfter.isEmpty()) {
            return StepInspector.PartVerdict.of(
                    new TouchedPart(name, part), false, false, name.toString(), () -> name + " does not exist");
        }
        if (part.kind() == ObjectPart.Kind.PROPERTY
                && !isPropertyPrinted(objectBefore.get(), part)
                && !isPropertyPrinted(objectAfter.get(), part)) {
            return new StepInspector.PartVerdict(
                    new TouchedPart(name, part), InspectionResult.State.INCONCLUSIVE, part + " of " + name);
        }
        boolean matchesBefore = matchesPart(part, liveObject.get(), objectBefore.get());
        boolean matchesAfter = matchesAfter(part, presentObject.get(), objectAfter.get());
        boolean isAssumedBefore = isAssumed(part, objectBefore.get());
        // If one state lacks the part, neither of them has an explicit value.
        boolean isAssumedInOneState = isAssumedBefore != isAssumed(part, objectAfter.get())
                && hasPart(part, objectBefore)
                && hasPart(part, objectAfter);
        if (matchesBefore
                && matchesAfter
                && isAssumedInOneState
                && !renderPart(part, objectBefore).equals(renderPart(part, objectAfter))) {
            // An assumed default equals its absence: the state with the explicit value decides.
            return new StepInspector.PartVerdict(
                    new TouchedPart(name, part),
                    isAssumedBefore ? InspectionResult.State.AFTER : InspectionResult.State.BEFORE,
                    part + " of " + name,
                    true);
        }
        if (!matchesBefore && !matchesAfter) {
            // If the step changes only a type that the live column exceeds, it is done already.
            matchesAfter = matchesWithKeptType(part, liveObject.get(), objectAfter.get());
            matchesBefore = !matchesAfter
                    && (matchesWithKeptType(part, liveObject.get(), objectBefore.get())
                            || isKeptSortKey(part, liveObject.get(), objectBefore.get()));
        }
        StepInspector.PartVerdict verdict = StepInspector.PartVerdict.of(
                new TouchedPart(name, part),
                matchesBefore,
                matchesAfter,
                part + " of " + name,
                () -> describePart(part, liveObject.get()));
        // The properties of a table that an earlier swap has left may be those of the table after this swap.
        boolean isMinorEvidence = part.kind() == ObjectPart.Kind.PROPERTY
                && step.isSwap()
                && verdict.state() != InspectionResult.State.UNEXPECTED;
        return isMinorEvidence
                ? new StepInspector.PartVerdict(verdict.part(), verdict.state(), verdict.reason(), true)
                : verdict;
    }

    /** Compares a rollup, which is recognized only by its name. */
    StepInspector.PartVerdict compareRollup(ObjectPart part, Set<String> liveRollupNames) {
        boolean isRollupLive = liveRollupNames.contains(part.name());
        String description = "rollup " + part.name() + " of " + name;
        return StepInspector.PartVerdict.of(
                new TouchedPart(name, part),
                isRollupLive == hasPart(part, objectBefore),
                isRollupLive == hasPart(part, objectAfter),
                description,
                () -> description);
    }

    /** Returns whether a part has its state after the step. This may also be its state before the step. */
    boolean matchesAfter(ObjectPart part, Optional<Present> presentObject, Set<String> liveRollupNames) {
        StepInspector.PartVerdict verdict = part.kind() == ObjectPart.Kind.ROLLUP
                ? compareRollup(part, liveRollupNames)
                : comparePart(part, presentObject);
        return verdict.state() == InspectionResult.State.AFTER
                || verdict.state() == InspectionResult.State.INCONCLUSIVE;
    }

    private boolean hasPart(ObjectPart part, Optional<SchemaObject> object) {
        return object.filter(
                        schemaObject -> collectParts(schemaObject).contents().containsKey(part))
                .isPresent();
    }

    /**
     * Returns whether the object exists as expected. An object that the step creates must match completely; for an
     * object that the step renames or drops, only the kind counts.
     */
    private boolean hasExpectedObject(Optional<SchemaObject> liveObject, Optional<SchemaObject> expectedObject) {
        if (liveObject.isEmpty() || expectedObject.isEmpty()) {
            return liveObject.isEmpty() && expectedObject.isEmpty();
        }
        boolean isSameKind = liveObject.get().kind().equals(expectedObject.get().kind());
        return isSameKind
                && (!createsObject()
                        || findDifferingParts(liveObject.get(), expectedObject.get())
                                .isEmpty());
    }

    private boolean createsObject() {
        Statement statement = step.simulatedStep().action().statement();
        return statement instanceof Statement.CreateTable
                || statement instanceof Statement.CreateTableLike
                || statement instanceof Statement.CreateTableAsSelect
                || statement instanceof ViewStatement.CreateView
                || statement instanceof ViewStatement.CreateMaterializedView;
    }

    private SortedSet<ObjectPart> findDifferingParts(SchemaObject liveObject, SchemaObject expectedObject) {
        QueryMatcher queryMatcher = context.createQueryMatcher(step.catalogAfter(), step.session());
        SchemaObject completedObject = new UnprintedPropertyCompleter(
                        context.profile(), step.catalogAfter(), expectedObject)
                .complete(liveObject);
        SortedSet<ObjectPart> differingParts =
                completedObject.findDifferingParts(expectedObject, context.profile(), queryMatcher);
        // SHOW CREATE shows neither rollups nor whether a view is active.
        differingParts.removeIf(
                part -> part.kind() == ObjectPart.Kind.ROLLUP || part.kind() == ObjectPart.Kind.ACTIVITY);
        return differingParts;
    }

    private boolean matchesPart(ObjectPart part, SchemaObject liveObject, SchemaObject expectedObject) {
        if (part.kind() == ObjectPart.Kind.COLUMN_ORDER) {
            List<String> liveColumnKeys = listColumnKeys(liveObject);
            List<String> expectedColumnKeys = listColumnKeys(expectedObject);
            // Columns that other clients added or dropped are ignored here.
            return intersect(liveColumnKeys, expectedColumnKeys).equals(intersect(expectedColumnKeys, liveColumnKeys));
        }
        return liveObject.kind().equals(expectedObject.kind())
                && !findDifferingParts(liveObject, expectedObject).contains(part);
    }

    /**
     * Returns whether a column is as expected but for its type, which is wider. A downgrade leaves a column with its
     * wider type, and the steps before and after it do not depend on the width.
     */
    private boolean matchesWithKeptType(ObjectPart part, SchemaObject liveObject, SchemaObject expectedObject) {
        if (part.kind() != ObjectPart.Kind.COLUMN
                || !(liveObject instanceof TableObject liveTable)
                || !(expectedObject instanceof TableObject expectedTable)) {
            return false;
        }
        return liveTable
                .table()
                .findColumn(part.name())
                .map(liveColumn -> WidenedColumns.widenColumn(expectedTable.table(), part.name(), liveColumn.type()))
                .filter(widenedTable -> matchesPart(part, liveObject, new TableObject(widenedTable)))
                .isPresent();
    }

    /** Returns whether a table that should be sorted by its key has the sort key that a downgrade has left. */
    private static boolean isKeptSortKey(ObjectPart part, SchemaObject liveObject, SchemaObject expectedObject) {
        return part.kind() == ObjectPart.Kind.SORT_KEY
                && liveObject instanceof TableObject liveTable
                && expectedObject instanceof TableObject expectedTable
                && KeptSortKey.isKept(liveTable.table(), expectedTable.table());
    }

    /**
     * Returns whether a part has its state after the step. Some properties are printed only if they differ from the
     * value that the step sets.
     */
    private boolean matchesAfter(ObjectPart part, Present liveObject, SchemaObject expectedObject) {
        boolean isPrinted = part.kind() != ObjectPart.Kind.PROPERTY || isPropertyPrinted(expectedObject, part);
        return isPrinted
                ? matchesPart(part, liveObject.object(), expectedObject)
                : !liveObject.text().contains(renderPropertyPrefix(part));
    }

    private boolean isPropertyPrinted(SchemaObject object, ObjectPart property) {
        return object.renderShowCreate(context.profile()).contains(renderPropertyPrefix(property));
    }

    private static String renderPropertyPrefix(ObjectPart property) {
        return "\"" + property.name() + "\" = ";
    }

    private static List<String> intersect(List<String> names, List<String> otherNames) {
        return names.stream().filter(otherNames::contains).toList();
    }

    private static List<String> listColumnKeys(SchemaObject object) {
        return object.columnNames().stream().map(Column::toKey).toList();
    }

    private boolean isAssumed(ObjectPart part, SchemaObject object) {
        ObjectParts.Content content = collectParts(object).contents().get(part);
        return content != null && (content.isAssumed() || content.isEndAssumed());
    }

    private ObjectParts collectParts(SchemaObject object) {
        return ObjectParts.of(context.profile(), object);
    }

    private String describeObject(Optional<SchemaObject> liveObject) {
        if (liveObject.isEmpty()) {
            return name + " does not exist";
        }
        Optional<SchemaObject> expectedObject = objectAfter.or(() -> objectBefore);
        boolean isSameKind = expectedObject
                .filter(schemaObject ->
                        schemaObject.kind().equals(liveObject.get().kind()))
                .isPresent();
        return isSameKind
                ? name + " exists, but differs: "
                        + findDifferingParts(liveObject.get(), expectedObject.orElseThrow()).stream()
                                .map(part -> part + " is " + renderPart(part, liveObject) + " instead of "
                                        + renderPart(part, expectedObject))
                                .collect(Collectors.joining("; "))
                : name + " exists as a " + liveObject.get().kind();
    }

    private String describePart(ObjectPart part, SchemaObject liveObject) {
        return part + " of " + name + " is " + renderPart(part, Optional.of(liveObject)) + ", but is expected to be "
                + renderPart(part, objectBefore) + " before the step and " + renderPart(part, objectAfter)
                + " after it";
    }

    private String renderPart(ObjectPart part, Optional<SchemaObject> object) {
        return object.map(schemaObject -> collectParts(schemaObject).contents().get(part))
                .map(content -> "'" + content.text() + "'")
                .orElse("absent");
    }
}
