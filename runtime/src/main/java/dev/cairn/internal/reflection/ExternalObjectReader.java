package dev.cairn.internal.reflection;

import dev.cairn.catalog.ExternalObject;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the columns of tables and views of other databases and catalogs; DESC shows them for every kind of catalog. */
public final class ExternalObjectReader {
    private static final int FIELD_INDEX = 0;
    private static final int TYPE_INDEX = 1;
    private static final int NULLABLE_INDEX = 2;

    private final ServerConnection connection;
    private final ServerProfile profile;

    public ExternalObjectReader(ServerConnection connection, ServerProfile profile) {
        this.connection = connection;
        this.profile = profile;
    }

    /**
     * Reads an object. For an object that does not exist, some catalogs return no columns instead of an error; the
     * result then has no columns.
     *
     * @param name the name with its database, and with its catalog unless the object is in the server's internal
     *     catalog
     * @throws ServerRefusalException if there is no such object, or the user may not see it
     */
    public ExternalObject read(QualifiedName name) {
        List<ColumnDefinition> columns = new ArrayList<>();
        String quotedPath =
                SqlQuoting.quotePath(name.parts().stream().map(Name::text).toList());
        for (List<@Nullable String> row : connection.fetchRows("DESC " + quotedPath)) {
            String columnName = row.get(FIELD_INDEX);
            if (columnName != null) {
                columns.add(ColumnDefinition.of(Name.of(columnName), parseType(row.get(TYPE_INDEX)), Span.NONE)
                        .withNullable(!"NO".equalsIgnoreCase(row.get(NULLABLE_INDEX))));
            }
        }
        return ExternalObject.of(name, columns, name.qualifier().map(Name::text).orElse(""), profile);
    }

    /** Parses a type; returns null if StarRocks has no name for it, such as for some types of other systems. */
    private static @Nullable Type parseType(@Nullable String typeText) {
        if (typeText == null) {
            return null;
        }
        try {
            return Sql.parseShownType(typeText);
        } catch (SqlSyntaxException ignored) {
            return null;
        }
    }
}
