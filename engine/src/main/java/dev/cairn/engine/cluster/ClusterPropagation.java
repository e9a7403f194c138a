package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Updates the cluster objects that are bound to a table: RENAME and SWAP change the name of the table, and DROP removes
 * the objects. An object whose name is qualified by a database is removed with the database.
 *
 * @param catalog the catalog after the statement, in which the tables have already changed
 */
public record ClusterPropagation(ServerProfile profile, Catalog catalog) {
    /** Returns the catalog with the cluster objects as they are after the statement. */
    public Catalog propagate(Statement statement, Session session) {
        if (catalog.clusterObjects().objects().isEmpty()) {
            return catalog;
        }
        if (statement instanceof Statement.AlterTable alter) {
            String databaseName = alter.table().qualifier().map(Name::text).orElse(session.databaseName());
            String tableName = alter.table().lastPart().text();
            Catalog newCatalog = catalog;
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.RenameTable rename) {
                    String newName = rename.newName().text();
                    newCatalog = renameTableReferences(
                            newCatalog, databaseName, name -> name.equals(tableName) ? newName : name);
                } else if (clause instanceof AlterClause.SwapTable swap) {
                    String otherName = swap.otherTableName().text();
                    newCatalog = renameTableReferences(
                            newCatalog,
                            databaseName,
                            name -> name.equals(tableName) ? otherName : name.equals(otherName) ? tableName : name);
                }
            }
            return newCatalog;
        }
        return statement instanceof Statement.DropTable || statement instanceof Statement.DropDatabase
                ? removeOrphans()
                : catalog;
    }

    private static Catalog renameTableReferences(
            Catalog catalog, @Nullable String databaseName, UnaryOperator<String> renaming) {
        ClusterObjects renamedObjects = catalog.clusterObjects();
        for (ClusterObject object : catalog.clusterObjects().objects().values()) {
            String tableName = object.tableName().orElse("");
            if (object.isBoundToTable() && Objects.equals(object.database(), databaseName)) {
                renamedObjects =
                        renamedObjects.withObject(object.withPart(ClusterPart.TABLE, renaming.apply(tableName)));
            }
        }
        return catalog.withClusterObjects(renamedObjects);
    }

    /** Removes the objects whose table or database no longer exists. */
    private Catalog removeOrphans() {
        Catalog remainingCatalog = catalog;
        for (ClusterObject object : catalog.clusterObjects().objects().values()) {
            Optional<Database> database = catalog.findDatabase(object.database());
            boolean lacksTable = object.isBoundToTable()
                    && object.tableName()
                            .filter(tableName -> database.flatMap(
                                            existingDatabase -> existingDatabase.findTable(tableName))
                                    .isEmpty())
                            .isPresent();
            if (lacksTable || (object.kind().hasQualifiedNames() && database.isEmpty())) {
                remainingCatalog = ClusterObjectRules.of(object.kind())
                        .withdraw(
                                object,
                                remainingCatalog.withClusterObjects(
                                        remainingCatalog.clusterObjects().withoutObject(object.key())),
                                profile);
            }
        }
        return remainingCatalog;
    }
}
