package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.engine.context.Session;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lets cluster objects follow their table instead of its name: RENAME and SWAP update the name, and DROP removes the
 * objects.
 *
 * @param catalog the catalog after the statement, in which the tables have already changed
 */
public record ClusterPropagation(Catalog catalog) {
    /** Returns the catalog with the objects after a statement that the server has run. */
    public Catalog propagate(Statement statement, Session session) {
        if (catalog.cluster().objects().isEmpty()) {
            return catalog;
        }
        if (statement instanceof Statement.AlterTable alter) {
            String database = alter.table().qualifier().map(Name::text).orElse(session.database());
            String table = alter.table().lastPart().text();
            Catalog changed = catalog;
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.RenameTable rename) {
                    String newName = rename.newName().text();
                    changed = move(changed, database, name -> name.equals(table) ? newName : name);
                } else if (clause instanceof AlterClause.SwapTable swap) {
                    String other = swap.otherTableName().text();
                    changed = move(
                            changed, database, name -> name.equals(table) ? other : name.equals(other) ? table : name);
                }
            }
            return changed;
        }
        return statement instanceof Statement.DropTable || statement instanceof Statement.DropDatabase
                ? withoutOrphans()
                : catalog;
    }

    private static Catalog move(Catalog catalog, @Nullable String database, UnaryOperator<String> names) {
        ClusterObjects moved = catalog.cluster();
        for (ClusterObject object : catalog.cluster().objects().values()) {
            String table = object.table().orElse("");
            if (!table.isEmpty() && Objects.equals(object.database(), database)) {
                moved = moved.with(object.with(ClusterPart.TABLE, names.apply(table)));
            }
        }
        return catalog.with(moved);
    }

    private Catalog withoutOrphans() {
        ClusterObjects left = catalog.cluster();
        for (ClusterObject object : catalog.cluster().objects().values()) {
            boolean isOrphan = object.table()
                    .filter(table -> catalog.database(object.database())
                            .flatMap(database -> database.table(table))
                            .isEmpty())
                    .isPresent();
            left = isOrphan ? left.withoutObject(object.key()) : left;
        }
        return catalog.with(left);
    }
}
