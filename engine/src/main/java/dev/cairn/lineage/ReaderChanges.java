package dev.cairn.lineage;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Step.TouchedPart;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * What the changes between two states of a schema do to readers as a whole. {@link Impact} records all changes with
 * {@link #recordIfRenameOnly} and {@link #recordRedefinedObjects}, and analyzes the logical changes. It then calls
 * {@link #recordBrokenReaders}, and analyzes the physical changes, whose kinds are {@link Impact#PHYSICAL_KINDS}: a
 * reader that a logical change breaks does not count as broken by a physical one.
 */
final class ReaderChanges {
    private final ReaderGraph formerGraph;
    private final ReaderGraph presentGraph;
    private final AppliedRenames appliedRenames;
    private final Set<ObjectName> redefinedObjects = new HashSet<>();
    private final Set<ObjectName> readersFollowingRename = new HashSet<>();
    private final Set<ObjectName> brokenReaders = new HashSet<>();

    ReaderChanges(ReaderGraph formerGraph, ReaderGraph presentGraph, AppliedRenames appliedRenames) {
        this.formerGraph = formerGraph;
        this.presentGraph = presentGraph;
        this.appliedRenames = appliedRenames;
    }

    ReaderGraph formerGraph() {
        return formerGraph;
    }

    ReaderGraph presentGraph() {
        return presentGraph;
    }

    AppliedRenames appliedRenames() {
        return appliedRenames;
    }

    /** Records a reader whose query changes only because of a rename. Returns whether the part is such a query. */
    boolean recordIfRenameOnly(TouchedPart touchedPart) {
        if (!touchedPart.part().hasKind(ObjectPart.Kind.QUERY)) {
            return false;
        }
        ObjectName formerName = appliedRenames.formerName(touchedPart.object());
        Reader formerReader = formerGraph.readerByName().get(formerName);
        Reader presentReader = presentGraph.readerByName().get(touchedPart.object());
        boolean followsRename = formerReader != null
                && presentReader != null
                && appliedRenames.differsOnlyInNames(formerReader, presentReader);
        if (followsRename) {
            readersFollowingRename.add(formerName);
        }
        return followsRename;
    }

    /** Records the objects that are recreated, and the objects whose query is changed. */
    void recordRedefinedObjects(SortedSet<TouchedPart> parts) {
        for (TouchedPart touchedPart : parts) {
            boolean isRenamed = !appliedRenames
                    .formerPartName(touchedPart.object(), touchedPart.part())
                    .isEmpty();
            if (!isRenamed
                    && (touchedPart.part().hasKind(ObjectPart.Kind.QUERY)
                            || touchedPart.part().hasKind(ObjectPart.Kind.OBJECT))) {
                redefinedObjects.add(appliedRenames.formerName(touchedPart.object()));
            }
        }
    }

    /** Records the readers that break because of these changes, so that no other change counts as the cause. */
    void recordBrokenReaders(Collection<Impact.PartChange> causes) {
        for (Impact.PartChange cause : causes) {
            cause.effects().stream()
                    .filter(effect -> effect.severity() == Impact.EffectSeverity.BREAKS)
                    .forEach(effect -> brokenReaders.add(effect.reader().name()));
        }
    }

    boolean isBroken(TouchedPart touchedPart) {
        return brokenReaders.contains(appliedRenames.formerName(touchedPart.object()));
    }

    boolean isRedefined(Reader reader) {
        return redefinedObjects.contains(reader.name());
    }

    boolean followsRename(Reader reader) {
        return readersFollowingRename.contains(reader.name());
    }

    /** Returns why a reader fails after the changes; empty if it does not fail, or if a recorded change breaks it. */
    String describeFailure(Reader reader) {
        if (brokenReaders.contains(reader.name())) {
            return "";
        }
        ObjectName presentName = appliedRenames.presentName(reader.name());
        String failure = presentGraph.failureByReader().getOrDefault(presentName, "");
        if (reader.kind() != Reader.Kind.MATERIALIZED_VIEW || isInactive(formerGraph.catalog(), reader.name())) {
            return failure;
        }
        return findMaterializedView(presentGraph.catalog(), presentName)
                .map(MaterializedView::inactiveReason)
                .map(reason -> "it becomes inactive: " + reason)
                .orElse(failure);
    }

    boolean isRemoved(Reader reader) {
        ObjectName presentName = appliedRenames.presentName(reader.name());
        return !presentGraph.readerByName().containsKey(presentName)
                && !presentGraph.failureByReader().containsKey(presentName);
    }

    static boolean isInactive(Catalog catalog, ObjectName name) {
        return findMaterializedView(catalog, name)
                .filter(view -> !view.isActive())
                .isPresent();
    }

    private static Optional<MaterializedView> findMaterializedView(Catalog catalog, ObjectName name) {
        return catalog.findMaterializedView(name.database(), name.name());
    }
}
