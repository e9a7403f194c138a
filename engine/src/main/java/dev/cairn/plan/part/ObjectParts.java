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
 * before.findDifferingParts(after, QueryMatcher.ofWrittenQueries(profile, session)); // [column discount, column order]
 * }</pre>
 */
public final class ObjectParts {
    private final SortedMap<ObjectPart, Content> contents;
    private final @Nullable Query query;

    /**
     * The content of a part.
     *
     * @param text the clause that creates the part, or another description if no clause creates it
     * @param isAssumed whether the part exists although the definition does not specify it, so it may have any content
     * @param isEndAssumed whether the definition specifies only the beginning of the content, so the text may have any
     *     end: a distribution whose number of buckets the server chose
     */
    public record Content(String text, boolean isAssumed, boolean isEndAssumed) {
        Content(String text, boolean isAssumed) {
            this(text, isAssumed, false);
        }

        private boolean matches(Content currentContent) {
            return isEndAssumed ? currentContent.text.startsWith(text) : currentContent.text.equals(text);
        }
    }

    private ObjectParts(SortedMap<ObjectPart, Content> contents, @Nullable Query query) {
        this.contents = Collections.unmodifiableSortedMap(contents);
        this.query = query;
    }

    public static ObjectParts of(ServerProfile profile, SchemaObject object) {
        SortedMap<ObjectPart, Content> contents = new TreeMap<>();
        ObjectPartsCollector collector = new ObjectPartsCollector(profile, contents);
        Query query = null;
        if (object instanceof SchemaObject.TableObject tableObject) {
            collector.addTable(tableObject.table());
        } else if (object instanceof SchemaObject.ViewObject viewObject) {
            collector.addView(viewObject.view());
            query = viewObject.view().definition().query().query();
        } else if (object instanceof SchemaObject.MaterializedViewObject materializedViewObject) {
            collector.addMaterializedView(materializedViewObject.view());
            query = materializedViewObject.view().definition().query().query();
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
    public SortedSet<ObjectPart> findDifferingParts(ObjectParts desiredParts, QueryMatcher queryMatcher) {
        SortedSet<ObjectPart> differingParts = new TreeSet<>(contents.keySet());
        differingParts.addAll(desiredParts.contents.keySet());
        differingParts.removeIf(part -> matchesDesiredPart(part, desiredParts, queryMatcher));
        return differingParts;
    }

    private boolean matchesDesiredPart(ObjectPart part, ObjectParts desiredParts, QueryMatcher queryMatcher) {
        Content currentContent = contents.get(part);
        Content desiredContent = desiredParts.contents.get(part);
        if (desiredContent != null && desiredContent.isAssumed()) {
            return true;
        }
        if (currentContent == null || desiredContent == null) {
            return desiredContent == null && (currentContent == null || currentContent.isAssumed());
        }
        if (part.hasKind(ObjectPart.Kind.QUERY) && query != null && desiredParts.query != null) {
            return queryMatcher.areEquivalent(query, desiredParts.query);
        }
        return desiredContent.matches(currentContent);
    }

    /** Returns the parts that differ between this object and another one, assumed or not. */
    public SortedSet<ObjectPart> findChangedParts(ObjectParts otherParts) {
        SortedSet<ObjectPart> changedParts = new TreeSet<>(contents.keySet());
        changedParts.addAll(otherParts.contents.keySet());
        changedParts.removeIf(part -> Objects.equals(contents.get(part), otherParts.contents.get(part)));
        return changedParts;
    }
}
