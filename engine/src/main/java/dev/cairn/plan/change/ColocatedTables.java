package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Plans changes of tables in a colocation group. Such tables always have the same distribution, so none of them can be
 * redistributed alone: the tables that change leave the group first, and join it again when they match.
 */
public record ColocatedTables(Simulation rehearsal, Catalog to) {
    private static final ObjectPart REPLICAS = ObjectPart.property(KnownProperty.REPLICATION_NUM.text());

    public void leave(Collection<ObjectName> changing) {
        changing.stream().filter(this::mustLeave).forEach(this::leave);
    }

    private boolean mustLeave(ObjectName name) {
        Optional<SchemaObject> now = rehearsal.find(name).filter(ColocatedTables::isInGroup);
        Optional<SchemaObject> wanted = SchemaObject.find(to, name).filter(OfTable.class::isInstance);
        if (now.isEmpty() || wanted.isEmpty()) {
            return false;
        }
        SortedSet<ObjectPart> differing = rehearsal.difference(now.get(), wanted.get());
        return differing.contains(ObjectPart.of(Kind.DISTRIBUTION)) || differing.contains(REPLICAS);
    }

    private static boolean isInGroup(SchemaObject object) {
        return object instanceof OfTable held && group(held.table()).isPresent();
    }

    private static Optional<String> group(Table table) {
        return KnownProperty.COLOCATE_WITH.in(table.properties()).filter(group -> !group.isEmpty());
    }

    /** If the server does not allow the table to leave the group, the change itself is refused and reported later. */
    private void leave(ObjectName name) {
        AlterClause clause =
                new AlterClause.SetProperties(List.of(Property.of(KnownProperty.COLOCATE_WITH.text(), "")), Span.NONE);
        rehearsal.attempt(rehearsal.statements().alter(name, clause));
    }
}
