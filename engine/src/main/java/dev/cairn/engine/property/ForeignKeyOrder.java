package dev.cairn.engine.property;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Orders declared tables after the tables to which their foreign keys refer, because a server creates a foreign key
 * only if its parent table exists. Other tables keep their order.
 *
 * @param <T> what declares a table
 */
public final class ForeignKeyOrder<T> {
    private final Function<T, CreateTable> toStatement;
    private final Map<QualifiedName, T> waitingTableByName = new LinkedHashMap<>();
    private final List<T> sortedTables = new ArrayList<>();

    private ForeignKeyOrder(Function<T, CreateTable> toStatement) {
        this.toStatement = toStatement;
    }

    /**
     * Sorts tables. If foreign keys form a cycle, one of its tables precedes its parent.
     *
     * @param databaseName the database of tables whose names have no qualifier
     */
    public static <T> List<T> sort(List<T> tables, Function<T, CreateTable> toStatement, String databaseName) {
        ForeignKeyOrder<T> order = new ForeignKeyOrder<>(toStatement);
        tables.forEach(table ->
                order.waitingTableByName.put(qualify(toStatement.apply(table).name(), databaseName), table));
        List.copyOf(order.waitingTableByName.keySet()).forEach(order::addAfterParents);
        return order.sortedTables;
    }

    private void addAfterParents(QualifiedName name) {
        T table = waitingTableByName.remove(name);
        if (table == null) {
            return;
        }
        String databaseName = name.parts().get(0).text();
        findParentNames(toStatement.apply(table))
                .forEach(parentName -> addAfterParents(qualify(parentName, databaseName)));
        sortedTables.add(table);
    }

    private static Stream<QualifiedName> findParentNames(CreateTable statement) {
        return KnownProperty.FOREIGN_KEY_CONSTRAINTS.findValueIn(statement.properties()).stream()
                .flatMap(constraints -> ForeignKeyDeclaration.parseAll(constraints).stream())
                .map(foreignKey ->
                        QualifiedName.of(foreignKey.parentTableNameParts().toArray(String[]::new)));
    }

    /** Returns the database and the name of a table. */
    private static QualifiedName qualify(QualifiedName name, String databaseName) {
        return QualifiedName.of(
                name.qualifier().map(Name::text).orElse(databaseName),
                name.lastPart().text());
    }
}
