package dev.cairn.plan.part;

import dev.cairn.catalog.ServerProfile;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** In what an object is not yet as it should be. */
public final class Difference {
    private Difference() {}

    /** The parts to change; all there is, where the objects are not even of one kind. */
    public static SortedSet<Part> between(ServerProfile profile, SchemaObject from, SchemaObject to, QueryMatch match) {
        if (!from.kind().equals(to.kind())) {
            return new TreeSet<>(Set.of(Part.of(Part.Kind.OBJECT)));
        }
        SchemaObject target = from instanceof SchemaObject.OfTable now && to instanceof SchemaObject.OfTable wanted
                ? new SchemaObject.OfTable(AssumedKey.of(now.table(), wanted.table()))
                : to;
        Parts before = Parts.of(profile, from);
        Parts after = Parts.of(profile, target);
        SortedSet<Part> differing = before.differingFrom(after, match);
        if (target instanceof SchemaObject.OfTable wanted) {
            DeclaredPartitions.forgetServersOwn(differing, before, after, wanted.table());
        }
        return differing;
    }
}
