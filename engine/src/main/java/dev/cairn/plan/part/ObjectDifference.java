package dev.cairn.plan.part;

import dev.cairn.profile.ServerProfile;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** In what an object is not yet as it should be. */
public final class ObjectDifference {
    private ObjectDifference() {}

    /** The parts to change; all there is, where the objects are not even of one kind. */
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
