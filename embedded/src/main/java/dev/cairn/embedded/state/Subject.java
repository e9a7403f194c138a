package dev.cairn.embedded.state;

import dev.cairn.sql.Name;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Statement;
import dev.cairn.sql.ViewStatement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table, view or materialized view that a statement changes. */
public record Subject(String database, String name) {
    /** Empty for statements about databases, and where no database is named or in use. */
    public static Optional<Subject> of(Statement statement, @Nullable String inUse) {
        QualifiedName name = name(statement);
        return name == null ? Optional.empty() : of(name, inUse);
    }

    public static Optional<Subject> of(QualifiedName name, @Nullable String inUse) {
        String database = name.qualifier().map(Name::text).orElse(inUse);
        return Optional.ofNullable(database)
                .map(found -> new Subject(found, name.last().text()));
    }

    private static @Nullable QualifiedName name(Statement statement) {
        if (statement instanceof Statement.CreateTable create) {
            return create.name();
        }
        if (statement instanceof Statement.CreateTableLike create) {
            return create.name();
        }
        if (statement instanceof Statement.CreateTableAsSelect create) {
            return create.name();
        }
        if (statement instanceof Statement.AlterTable alter) {
            return alter.table();
        }
        if (statement instanceof Statement.DropTable drop) {
            return drop.table();
        }
        if (statement instanceof Statement.TruncateTable truncate) {
            return truncate.table();
        }
        if (statement instanceof Statement.Recover recover) {
            return recover.what() == Statement.Recover.What.DATABASE ? null : recover.name();
        }
        if (statement instanceof Statement.CreateIndex create) {
            return create.table();
        }
        if (statement instanceof Statement.DropIndex drop) {
            return drop.table();
        }
        if (statement instanceof Statement.CancelAlter cancel) {
            return cancel.table();
        }
        return statement instanceof ViewStatement view ? name(view) : null;
    }

    private static @Nullable QualifiedName name(ViewStatement statement) {
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
        if (statement instanceof ViewStatement.RefreshMaterializedView refresh) {
            return refresh.name();
        }
        if (statement instanceof ViewStatement.CancelRefresh cancel) {
            return cancel.name();
        }
        return null;
    }
}
