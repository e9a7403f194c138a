package dev.cairn.plan.part;

import dev.cairn.plan.part.ObjectParts.Content;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Query;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An object, divided into its parts. Two objects of one kind are equal if their parts are.
 *
 * <pre>{@code
 * ObjectParts before = ObjectParts.of(profile, table);
 * ObjectParts after = ObjectParts.of(profile, altered);
 * before.partsDifferingFrom(after, QueryMatcher.ofWritten(profile, session)); // [column discount, column order]
 * }</pre>
 */
public final class ObjectParts {
    private final SortedMap<ObjectPart, Content> contents;
    private final @Nullable Query query;

    /**
     * The content of a part.
     *
     * @param text the clause that creates it, or a substitute for one
     * @param assumed whether the definition does not specify it
     */
    public record Content(String text, boolean assumed) {}

    private ObjectParts(SortedMap<ObjectPart, Content> contents, @Nullable Query query) {
        this.contents = Collections.unmodifiableSortedMap(contents);
        this.query = query;
    }

    public static ObjectParts of(ServerProfile profile, SchemaObject object) {
        SortedMap<ObjectPart, Content> contents = new TreeMap<>();
        ObjectPartsCollector collector = new ObjectPartsCollector(profile, contents);
        Query query = null;
        if (object instanceof SchemaObject.TableObject heldTable) {
            collector.addTable(heldTable.table());
        } else if (object instanceof SchemaObject.ViewObject heldView) {
            collector.addView(heldView.view());
            query = heldView.view().definition().query().query();
        } else if (object instanceof SchemaObject.MaterializedViewObject heldView) {
            collector.addMaterializedView(heldView.view());
            query = heldView.view().definition().query().query();
        }
        return new ObjectParts(contents, query);
    }

    public SortedMap<ObjectPart, Content> contents() {
        return contents;
    }

    /**
     * Returns the parts in which this object does not match the desired one: an assumed part of the desired object
     * matches anything.
     */
    public SortedSet<ObjectPart> partsDifferingFrom(ObjectParts desired, QueryMatcher match) {
        SortedSet<ObjectPart> all = new TreeSet<>(contents.keySet());
        all.addAll(desired.contents.keySet());
        all.removeIf(part -> isAsDesired(part, desired, match));
        return all;
    }

    private boolean isAsDesired(ObjectPart part, ObjectParts desired, QueryMatcher match) {
        Content ownContent = contents.get(part);
        Content other = desired.contents.get(part);
        if (other != null && other.assumed()) {
            return true;
        }
        if (ownContent == null || other == null) {
            return other == null && (ownContent == null || ownContent.assumed());
        }
        if (part.is(ObjectPart.Kind.QUERY) && query != null && desired.query != null) {
            return match.isSame(query, desired.query);
        }
        return ownContent.text().equals(other.text());
    }

    /** Returns the parts that differ in the other object, assumed or not. */
    public SortedSet<ObjectPart> partsChangedIn(ObjectParts after) {
        SortedSet<ObjectPart> all = new TreeSet<>(contents.keySet());
        all.addAll(after.contents.keySet());
        all.removeIf(part -> Objects.equals(contents.get(part), after.contents.get(part)));
        return all;
    }
}
