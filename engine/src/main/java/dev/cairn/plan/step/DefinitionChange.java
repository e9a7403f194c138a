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
import org.jspecify.annotations.Nullable;

/**
 * The definition of one object before and after a statement. The output of SHOW CREATE is rendered when it is needed
 * for the first time.
 */
public final class DefinitionChange {
    private final ServerProfile profile;
    private final Optional<SchemaObject> before;
    private final Optional<SchemaObject> after;
    private volatile @Nullable String textBefore;
    private volatile @Nullable String textAfter;

    private DefinitionChange(ServerProfile profile, Optional<SchemaObject> before, Optional<SchemaObject> after) {
        this.profile = profile;
        this.before = before;
        this.after = after;
    }

    /** Returns the objects whose definitions differ between two catalogs. */
    public static SortedMap<ObjectName, DefinitionChange> compare(
            ServerProfile profile, Catalog before, Catalog after) {
        SortedMap<ObjectName, DefinitionChange> changes = new TreeMap<>();
        for (ObjectName name : ObjectName.findChangedNames(before, after)) {
            changes.put(
                    name,
                    new DefinitionChange(profile, SchemaObject.find(before, name), SchemaObject.find(after, name)));
        }
        return changes;
    }

    /** Returns the text of SHOW CREATE before the statement; empty if there is no object then. */
    public Optional<String> textBefore() {
        if (textBefore == null) {
            textBefore = before.map(object -> object.showCreate(profile)).orElse(null);
        }
        return Optional.ofNullable(textBefore);
    }

    /** Returns the text of SHOW CREATE after the statement; empty if there is no object then. */
    public Optional<String> textAfter() {
        if (textAfter == null) {
            textAfter = after.map(object -> object.showCreate(profile)).orElse(null);
        }
        return Optional.ofNullable(textAfter);
    }

    /** Returns whether the output of SHOW CREATE changes. */
    boolean isVisible() {
        return before.isPresent() != after.isPresent() || !textBefore().equals(textAfter());
    }

    /**
     * Returns the parts of the object that the statement changes; the object as a whole if it is created, dropped or
     * replaced.
     */
    Set<ObjectPart> changedParts() {
        boolean isSameKind = before.isPresent()
                && after.isPresent()
                && before.get().kind().equals(after.get().kind());
        return isSameKind
                ? ObjectParts.of(profile, before.get()).findChangedParts(ObjectParts.of(profile, after.get()))
                : Set.of(ObjectPart.of(ObjectPart.Kind.OBJECT));
    }
}
