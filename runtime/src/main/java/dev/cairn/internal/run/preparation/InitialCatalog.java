package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.UserFunction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.ExternalDescriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.token.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the catalog before the first migration of a schema: an empty database, the external objects and the
 * user-defined functions that the schema declares.
 */
public final class InitialCatalog {
    private InitialCatalog() {}

    /**
     * Returns the catalog before the first migration, without the external objects whose definitions this version of
     * Cairn can't parse.
     *
     * @param profile the profile of the server
     * @param databaseName the database that the connection has selected
     */
    public static Catalog create(SchemaDescriptor schema, ServerProfile profile, String databaseName) {
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(databaseName));
        for (Descriptor<?> descriptor : schema.descriptors()) {
            if (descriptor instanceof ExternalDescriptor<?> externalDescriptor
                    && parseDefinition(externalDescriptor) instanceof CreateTable createTable) {
                catalog = catalog.withExternalObject(
                        ExternalObject.of(createTable.name(), createTable.columns(), databaseName, profile));
            }
        }
        for (String functionText : schema.functions()) {
            catalog = catalog.withFunction(UserFunction.of(Sql.parseFunction(functionText), databaseName, profile));
        }
        return schema.managesCluster() ? catalog.withClusterObjects(ClusterObjects.MANAGED_EMPTY) : catalog;
    }

    /** Returns the statement that describes the columns; null if this version of Cairn can't parse it. */
    private static @Nullable Statement parseDefinition(ExternalDescriptor<?> externalDescriptor) {
        try {
            return Sql.parseCreateTable(externalDescriptor.ddl());
        } catch (SqlSyntaxException ignored) {
            return null;
        }
    }
}
