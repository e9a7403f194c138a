package dev.cairn.plan;

import dev.cairn.engine.Session;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Statement;
import dev.cairn.sql.ViewStatement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The object that a statement is about. */
final class Subject {
    private Subject() {}

    static @Nullable ObjectName of(Played played) {
        Session session = played.session();
        Statement statement = played.action().statement();
        if (statement == null) {
            return played.action()
                    .grants()
                    .map(grants -> named(grants.to(), session))
                    .orElse(null);
        }
        if (statement instanceof Statement.CreateDatabase create) {
            return new ObjectName(create.name().last().text(), "");
        }
        if (statement instanceof Statement.DropDatabase drop) {
            return new ObjectName(drop.name().last().text(), "");
        }
        return name(statement).map(name -> ObjectName.of(name, session)).orElse(null);
    }

    /** A name as markers have it, perhaps with its database. */
    private static ObjectName named(String text, Session session) {
        return ObjectName.of(QualifiedName.of(text.split("\\.", 2)), session);
    }

    private static Optional<QualifiedName> name(Statement statement) {
        if (statement instanceof ViewStatement view) {
            return Optional.of(nameOf(view));
        }
        if (statement instanceof Statement.AlterTable alter) {
            return Optional.of(alter.table());
        }
        if (statement instanceof Statement.CreateTable create) {
            return Optional.of(create.name());
        }
        if (statement instanceof Statement.CreateTableLike create) {
            return Optional.of(create.name());
        }
        if (statement instanceof Statement.CreateTableAsSelect create) {
            return Optional.of(create.name());
        }
        if (statement instanceof Statement.DropTable drop) {
            return Optional.of(drop.table());
        }
        return ofOther(statement);
    }

    private static Optional<QualifiedName> ofOther(Statement statement) {
        if (statement instanceof Statement.TruncateTable truncate) {
            return Optional.of(truncate.table());
        }
        if (statement instanceof Statement.Recover recover) {
            return Optional.of(recover.name());
        }
        if (statement instanceof Statement.CreateIndex create) {
            return Optional.of(create.table());
        }
        if (statement instanceof Statement.DropIndex drop) {
            return Optional.of(drop.table());
        }
        if (statement instanceof Statement.CancelAlter cancel) {
            return Optional.of(cancel.table());
        }
        return statement instanceof Statement.Opaque opaque ? Optional.ofNullable(opaque.target()) : Optional.empty();
    }

    private static QualifiedName nameOf(ViewStatement statement) {
        if (statement instanceof ViewStatement.CreateView create) {
            return create.name();
        }
        if (statement instanceof ViewStatement.RedefineView redefine) {
            return redefine.name();
        }
        if (statement instanceof ViewStatement.SecureView secure) {
            return secure.name();
        }
        if (statement instanceof ViewStatement.AlterForeignView alter) {
            return alter.name();
        }
        if (statement instanceof ViewStatement.DropView drop) {
            return drop.name();
        }
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return create.name();
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            return alter.name();
        }
        if (statement instanceof ViewStatement.DropMaterializedView drop) {
            return drop.name();
        }
        return statement instanceof ViewStatement.RefreshMaterializedView refresh
                ? refresh.name()
                : ((ViewStatement.CancelRefresh) statement).name();
    }
}
