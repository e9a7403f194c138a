package dev.cairn.plan.change;

import dev.cairn.plan.part.Part;
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

    static List<Change> dropped(List<IndexDefinition> now, SortedSet<Part> differing) {
        List<Change> changes = new ArrayList<>();
        for (IndexDefinition index : now) {
            Part part = part(index);
            if (differing.contains(part)) {
                Name name = Name.of(index.name().text());
                changes.add(Change.of(part, new AlterClause.DropIndex(name, Span.NONE)));
            }
        }
        return changes;
    }

    static List<Change> added(List<IndexDefinition> wanted, SortedSet<Part> differing) {
        List<Change> changes = new ArrayList<>();
        for (IndexDefinition index : wanted) {
            Part part = part(index);
            if (differing.contains(part)) {
                changes.add(Change.of(part, new AlterClause.AddIndex(index, Span.NONE)));
            }
        }
        return changes;
    }

    private static Part part(IndexDefinition index) {
        return Part.index(index.name().text());
    }
}
