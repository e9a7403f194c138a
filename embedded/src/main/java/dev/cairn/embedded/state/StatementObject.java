package dev.cairn.embedded.state;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table, view or materialized view that a statement changes. */
public record StatementObject(String database, String name) {
    /** Returns the object; empty for statements about databases, and if no database is named or in use. */
    public static Optional<StatementObject> of(Statement statement, @Nullable String inUse) {
        boolean recoversDatabase =
                statement instanceof Statement.Recover recover && recover.what() == Statement.Recover.What.DATABASE;
        return recoversDatabase || statement instanceof Statement.Opaque
                ? Optional.empty()
                : statement.changedObject().flatMap(name -> of(name, inUse));
    }

    public static Optional<StatementObject> of(QualifiedName name, @Nullable String inUse) {
        String database = name.qualifier().map(Name::text).orElse(inUse);
        return Optional.ofNullable(database)
                .map(found -> new StatementObject(found, name.last().text()));
    }
}
