package dev.cairn.plan.step;

import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.ChangedObject;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import org.jspecify.annotations.Nullable;

/** Determines the object that a statement concerns. */
public final class StatementTarget {
    private StatementTarget() {}

    public static @Nullable ObjectName of(SimulatedAction played) {
        Session session = played.session();
        Statement statement = played.action().statement();
        if (statement == null) {
            return played.action()
                    .transfer()
                    .map(transfer -> named(transfer.to(), session))
                    .orElse(null);
        }
        if (statement instanceof Statement.CreateDatabase create) {
            return new ObjectName(create.name().last().text(), "");
        }
        if (statement instanceof Statement.DropDatabase drop) {
            return new ObjectName(drop.name().last().text(), "");
        }
        return ChangedObject.of(statement)
                .map(name -> ObjectName.of(name, session))
                .orElse(null);
    }

    /** Parses a name in a marker, with or without its database. */
    private static ObjectName named(String text, Session session) {
        return ObjectName.of(QualifiedName.of(text.split("\\.", 2)), session);
    }
}
