package dev.cairn.plan.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import org.jspecify.annotations.Nullable;

/** An action that was applied, and its effects. */
public record SimulatedAction(
        Action action, Session session, Catalog before, Session sessionAfter, Catalog after, Cost cost) {
    public SimulatedAction marked(Marker marker) {
        return new SimulatedAction(action.marked(marker), session, before, sessionAfter, after, cost);
    }

    /** Returns the object that the action concerns, or null if it concerns none. */
    public @Nullable ObjectName target() {
        Statement statement = action.statement();
        if (statement == null) {
            return action.transfer().map(transfer -> named(transfer.to())).orElse(null);
        }
        if (statement instanceof Statement.CreateDatabase create) {
            return new ObjectName(create.name().last().text(), "");
        }
        if (statement instanceof Statement.DropDatabase drop) {
            return new ObjectName(drop.name().last().text(), "");
        }
        return statement
                .changedObject()
                .map(name -> ObjectName.of(name, session))
                .orElse(null);
    }

    /** Parses a name in a marker, with or without its database. */
    private ObjectName named(String text) {
        return ObjectName.of(QualifiedName.of(text.split("\\.", 2)), session);
    }
}
