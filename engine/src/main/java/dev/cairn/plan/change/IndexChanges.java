package dev.cairn.plan.change;

import dev.cairn.plan.part.ObjectPart;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Indexes that go and come; one that changes does both, for no server alters one. */
final class IndexChanges {
    private IndexChanges() {}

    static List<Change> dropped(List<IndexDefinition> now, SortedSet<ObjectPart> differing) {
        List<Change> changes = new ArrayList<>();
        for (IndexDefinition index : now) {
            ObjectPart part = part(index);
            if (differing.contains(part)) {
                Name name = Name.of(index.name().text());
                changes.add(Change.of(part, new AlterClause.DropIndex(name, Span.NONE)));
            }
        }
        return changes;
    }

    static List<Change> added(List<IndexDefinition> wanted, SortedSet<ObjectPart> differing) {
        List<Change> changes = new ArrayList<>();
        for (IndexDefinition index : wanted) {
            ObjectPart part = part(index);
            if (differing.contains(part)) {
                changes.add(Change.of(part, new AlterClause.AddIndex(index, Span.NONE)));
            }
        }
        return changes;
    }

    private static ObjectPart part(IndexDefinition index) {
        return ObjectPart.index(index.name().text());
    }
}
