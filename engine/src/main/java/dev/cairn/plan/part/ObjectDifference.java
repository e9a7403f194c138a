package dev.cairn.plan.part;

import dev.cairn.profile.ServerProfile;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Determines the parts in which an object does not match the wanted one. */
public final class ObjectDifference {
    private ObjectDifference() {}

    /** Returns the parts to change; the object as a whole if the kinds differ. */
    public static SortedSet<ObjectPart> between(
            ServerProfile profile, SchemaObject from, SchemaObject to, QueryMatch match) {
        if (!from.kind().equals(to.kind())) {
            return new TreeSet<>(Set.of(ObjectPart.of(ObjectPart.Kind.OBJECT)));
        }
        SchemaObject target = from instanceof SchemaObject.OfTable now && to instanceof SchemaObject.OfTable wanted
                ? new SchemaObject.OfTable(AssumedKey.of(now.table(), wanted.table()))
                : to;
        ObjectParts before = ObjectParts.of(profile, from);
        ObjectParts after = ObjectParts.of(profile, target);
        SortedSet<ObjectPart> differing = before.differingFrom(after, match);
        if (target instanceof SchemaObject.OfTable wanted) {
            DeclaredPartitions.forgetServersOwn(differing, before, after, wanted.table());
        }
        return differing;
    }
}
