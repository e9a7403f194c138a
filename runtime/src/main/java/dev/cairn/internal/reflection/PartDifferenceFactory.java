package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.Table;
import dev.cairn.internal.reflection.DriftReport.PartDifference;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectParts;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import dev.cairn.plan.seed.SeedRowRenderer;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Describes the parts in which live objects differ from the expected ones, with the statements of a plan that remove
 * the differences.
 */
record PartDifferenceFactory(ServerProfile profile, Catalog liveCatalog, Catalog expectedCatalog, Plan plan) {
    /** Returns the differences of an object. */
    List<PartDifference> createObjectDifferences(ObjectName name, SortedSet<ObjectPart> parts) {
        SchemaObject expectedState = SchemaObject.find(expectedCatalog, name).orElseThrow();
        SchemaObject liveState = SchemaObject.find(liveCatalog, name).orElse(null);
        ObjectPart wholeObject = ObjectPart.of(ObjectPart.Kind.OBJECT);
        if (parts.contains(wholeObject)) {
            return List.of(createDifference(
                    name,
                    wholeObject,
                    liveState == null ? null : "a " + liveState.kind(),
                    "a " + expectedState.kind()));
        }
        return parts.stream()
                .map(part -> createDifference(
                        name,
                        part,
                        liveState == null ? null : renderPart(liveState, part),
                        renderPart(expectedState, part)))
                .toList();
    }

    /** Returns the differences of a role, or of an object of the cluster. */
    List<PartDifference> createGlobalDifferences(ObjectName name, SortedSet<ObjectPart> parts) {
        GlobalParts liveState = GlobalParts.find(liveCatalog, name);
        GlobalParts expectedState = GlobalParts.find(expectedCatalog, name);
        return parts.stream()
                .map(part -> createDifference(
                        name,
                        part,
                        liveState.findText(part).orElse(null),
                        expectedState.findText(part).orElse(null)))
                .toList();
    }

    private PartDifference createDifference(
            ObjectName name, ObjectPart part, @Nullable String liveText, @Nullable String expectedText) {
        return new PartDifference(name, part, liveText, expectedText, findRemediationStatements(name, part));
    }

    /** Returns the differences of declared rows in a table. */
    List<PartDifference> createRowDifferences(ObjectName name, SeedRows rows) {
        Table expectedTable =
                expectedCatalog.findTable(name.database(), name.name()).orElseThrow();
        Table liveTable = liveCatalog.findTable(name.database(), name.name()).orElseThrow();
        List<String> keyNames = expectedTable.keyColumnNames();
        List<String> remediationStatements = plan.steps().stream()
                .filter(step -> step.action().isSeed() && name.equals(step.object()))
                .map(Step::text)
                .toList();
        List<PartDifference> differences = new ArrayList<>();
        for (SeedRows.Row row : rows.rows()) {
            SeedRows.Row liveRow = liveTable.seedRows().findByKey(row, keyNames).orElse(null);
            differences.add(new PartDifference(
                    name,
                    new ObjectPart(ObjectPart.Kind.ROW, SeedRowRenderer.describeKey(expectedTable.columns(), row)),
                    liveRow == null ? null : SeedRowRenderer.describeValues(expectedTable.columns(), liveRow),
                    SeedRowRenderer.describeValues(expectedTable.columns(), row),
                    remediationStatements));
        }
        return differences;
    }

    private @Nullable String renderPart(SchemaObject object, ObjectPart part) {
        if (part.kind() == ObjectPart.Kind.QUERY) {
            return object instanceof MaterializedViewObject viewObject // the original text
                    ? viewObject.view().definition().query().text()
                    : ((ViewObject) object).view().definition().query().text();
        }
        ObjectParts.Content content = ObjectParts.of(profile, object).contents().get(part);
        return content == null ? null : content.text();
    }

    /**
     * Returns the statements of the steps that change the part; if no step does, those of all steps that change the
     * object.
     */
    private List<String> findRemediationStatements(ObjectName object, ObjectPart part) {
        List<String> touchingStatements = plan.steps().stream()
                .filter(step -> step.touchedParts().contains(new Step.TouchedPart(object, part)))
                .map(step -> step.toRepairStep().manualText())
                .toList();
        return touchingStatements.isEmpty()
                ? plan.steps().stream()
                        .filter(step -> step.object() != null
                                && object.equals(step.object()
                                        .withName(TemporaryName.removePlannedSuffix(
                                                step.object().name()))))
                        .map(step -> step.toRepairStep().manualText())
                        .toList()
                : touchingStatements;
    }
}
