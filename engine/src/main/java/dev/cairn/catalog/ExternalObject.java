package dev.cairn.catalog;

import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or view outside of the databases of the schema, which queries can read. It is in a database that Cairn's
 * catalog does not contain, or in an external catalog of the server.
 *
 * @param externalCatalog the name of the external catalog; null for the server's own catalog
 * @param hasAllColumns whether all columns are known; if not, queries may name other columns, too
 * @param icebergLayout the layout of the rows if the statements of the schema create and change the object; null if it
 *     is maintained outside of the schema
 */
public record ExternalObject(
        @Nullable String externalCatalog,
        String database,
        String name,
        List<ExternalColumn> columns,
        boolean hasAllColumns,
        @Nullable IcebergLayout icebergLayout) {
    /** Creates an object that is maintained outside of the schema. */
    public ExternalObject(
            @Nullable String externalCatalog,
            String database,
            String name,
            List<ExternalColumn> columns,
            boolean hasAllColumns) {
        this(externalCatalog, database, name, columns, hasAllColumns, null);
    }

    /** A column; the type is null if it is unknown. */
    public record ExternalColumn(String name, @Nullable Type type, boolean isNullable) {}

    public ExternalObject {
        columns = List.copyOf(columns);
    }

    /**
     * Creates the object that the column definitions describe.
     *
     * @param selectedDatabase the database if the name has none
     */
    public static ExternalObject of(
            QualifiedName name, List<ColumnDefinition> definitions, String selectedDatabase, ServerProfile profile) {
        List<ExternalColumn> columns = new ArrayList<>(definitions.size());
        for (ColumnDefinition definition : definitions) {
            boolean isNullable = !Boolean.FALSE.equals(definition.nullable());
            columns.add(new ExternalColumn(definition.name().text(), findStoredType(definition, profile), isNullable));
        }
        return new ExternalObject(
                InternalCatalog.externalCatalogName(name),
                name.qualifier().map(Name::text).orElse(selectedDatabase),
                name.lastPart().text(),
                columns,
                true);
    }

    private static @Nullable Type findStoredType(ColumnDefinition definition, ServerProfile profile) {
        Type type = definition.type();
        if (type == null) {
            return null;
        }
        try {
            return StoredTypeConverter.convertForColumn(profile, type, definition.span());
        } catch (Refusal ignored) {
            return null; // the object exists elsewhere, so a type that this server would refuse is possible
        }
    }

    /** Returns whether the statements of the schema create and change the object, so it has exactly these columns. */
    public boolean isManagedBySchema() {
        return icebergLayout != null;
    }

    /** Returns the object as one that is maintained outside of the schema. */
    public ExternalObject withoutLayout() {
        return new ExternalObject(externalCatalog, database, name, columns, hasAllColumns);
    }

    /** Returns the name for statements: with the external catalog if there is one, and with the database. */
    public QualifiedName qualifiedName() {
        return externalCatalog == null
                ? QualifiedName.of(database, name)
                : QualifiedName.of(externalCatalog, database, name);
    }

    /** Returns a unique key; the separator is NUL, which can't be part of a name. */
    static String key(@Nullable String externalCatalog, String database, String name) {
        return (externalCatalog == null ? "" : externalCatalog) + "\0" + database + "\0" + name;
    }

    String key() {
        return key(externalCatalog, database, name);
    }
}
