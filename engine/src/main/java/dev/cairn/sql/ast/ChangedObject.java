package dev.cairn.sql.ast;

import java.util.Optional;

/** The table, view or materialized view that a statement creates, changes or drops. */
public final class ChangedObject {
    private ChangedObject() {}

    /**
     * Returns the name of the object as in the statement; for RECOVER DATABASE, the name of the database. It is empty
     * for CREATE and DROP DATABASE, and for statements that only read.
     */
    public static Optional<QualifiedName> of(Statement statement) {
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
