package dev.cairn.plan.change;

import dev.cairn.plan.part.ObjectPart;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Plans indexes that are dropped and added; a changed index is dropped and added, since no server can alter one. */
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
