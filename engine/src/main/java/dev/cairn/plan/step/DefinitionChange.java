package dev.cairn.plan.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectParts;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The definition of one object before and after a statement. The output of SHOW CREATE is rendered when it is needed
 * for the first time.
 */
public final class DefinitionChange {
    private final ServerProfile profile;
    private final Optional<SchemaObject> objectBefore;
    private final Optional<SchemaObject> objectAfter;
    private final Supplier<Optional<String>> textBefore;
    private final Supplier<Optional<String>> textAfter;

    private DefinitionChange(
            ServerProfile profile, Optional<SchemaObject> objectBefore, Optional<SchemaObject> objectAfter) {
        this.profile = profile;
        this.objectBefore = objectBefore;
        this.objectAfter = objectAfter;
        this.textBefore = MemoizedSupplier.of(() -> objectBefore.map(object -> object.renderShowCreate(profile)));
        this.textAfter = MemoizedSupplier.of(() -> objectAfter.map(object -> object.renderShowCreate(profile)));
    }

    /** Returns the objects whose definitions differ between two catalogs. */
    public static SortedMap<ObjectName, DefinitionChange> findChanges(
            ServerProfile profile, Catalog catalogBefore, Catalog catalogAfter) {
        SortedMap<ObjectName, DefinitionChange> changes = new TreeMap<>();
        for (ObjectName name : ObjectName.findChangedNames(catalogBefore, catalogAfter)) {
            changes.put(
                    name,
                    new DefinitionChange(
                            profile, SchemaObject.find(catalogBefore, name), SchemaObject.find(catalogAfter, name)));
        }
        return changes;
    }

    /** Returns the text of SHOW CREATE before the statement; empty if the object does not exist then. */
    public Optional<String> textBefore() {
        return textBefore.get();
    }

    /** Returns the text of SHOW CREATE after the statement; empty if the object does not exist then. */
    public Optional<String> textAfter() {
        return textAfter.get();
    }

    /** Returns whether the output of SHOW CREATE changes. */
    boolean isVisibleInShowCreate() {
        return objectBefore.isPresent() != objectAfter.isPresent()
                || !textBefore().equals(textAfter());
    }

    /**
     * Returns the parts of the object that the statement changes; the object as a whole if it is created, dropped or
     * replaced.
     */
    Set<ObjectPart> findChangedParts() {
        boolean isSameKind = objectBefore.isPresent()
                && objectAfter.isPresent()
                && objectBefore.get().kind().equals(objectAfter.get().kind());
        return isSameKind
                ? ObjectParts.of(profile, objectBefore.get())
                        .findChangedParts(ObjectParts.of(profile, objectAfter.get()))
                : Set.of(ObjectPart.of(ObjectPart.Kind.OBJECT));
    }
}
