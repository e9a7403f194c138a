package dev.cairn.plan.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.plan.part.ColumnOrder;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect;
import dev.cairn.sql.cluster.ClusterClause;
import dev.cairn.sql.cluster.ClusterClause.Form;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.write.JoinedTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans the statements that change the columns of a cluster object and the elements that refer to them. Elements are
 * removed first and added last. Each column, and each clause of elements, has its own statement.
 *
 * @param database the database in which the statements are sent; null for full names, which are valid in any database
 */
record ClusterColumnPlanner(
        ClusterObject currentObject,
        ClusterObject desiredObject,
        @Nullable String database) {
    /** Returns the statement that renames a column. */
    static ClusterStatement createRenameStatement(
            ClusterObject object, String oldName, String newName, @Nullable String database) {
        ClusterClause clause = object.kind().findColumnClause().orElseThrow();
        ClusterItem item = ClusterItem.of(new ClusterPart(clause.name(), oldName), newName);
        return createAlterStatement(object, clause, AlterationEffect.RENAME, List.of(item), database);
    }

    /** Returns an ALTER statement with the change of a clause that has this effect. */
    static ClusterStatement createAlterStatement(
            ClusterObject object,
            ClusterClause clause,
            AlterationEffect effect,
            List<ClusterItem> items,
            @Nullable String database) {
        return AlterClusterObject.of(
                object.kind(),
                object.toSqlName(database),
                new ClusterChange(
                        object.kind().findAlteration(clause.name(), effect).orElseThrow(), items));
    }

    /** Returns the names of the columns of an object in their order. */
    static List<String> columnNames(ClusterObject object, ClusterClause clause) {
        return JoinedTexts.parseNames(object.parts().getOrDefault(ClusterPart.of(clause.name()), ""));
    }

    List<ClusterStatement> plan() {
        List<ClusterStatement> statements = new ArrayList<>();
        List<ClusterClause> elementClauses = desiredObject.kind().clauses().stream()
                .filter(clause -> clause.form() == Form.ELEMENTS)
                .toList();
        elementClauses.forEach(clause ->
                addElementStatements(clause, AlterationEffect.REMOVE, currentObject, desiredObject, statements));
        desiredObject.kind().findColumnClause().ifPresent(clause -> addColumnStatements(clause, statements));
        elementClauses.forEach(
                clause -> addElementStatements(clause, AlterationEffect.ADD, desiredObject, currentObject, statements));
        return statements;
    }

    /** Adds one statement for all elements of a clause that only the first of the two objects has, if there are any. */
    private void addElementStatements(
            ClusterClause clause,
            AlterationEffect effect,
            ClusterObject objectWithElements,
            ClusterObject objectWithoutElements,
            List<ClusterStatement> statements) {
        List<ClusterItem> items = objectWithElements.parts().keySet().stream()
                .filter(part -> part.clause().equals(clause.name())
                        && !objectWithoutElements.parts().containsKey(part))
                .map(part -> ClusterItem.of(part, ""))
                .toList();
        if (!items.isEmpty()) {
            statements.add(createAlterStatement(desiredObject, clause, effect, items, database));
        }
    }

    /**
     * Adds the statements that remove, add, move and redefine columns. A moved column is placed after its predecessor
     * in the desired order.
     */
    private void addColumnStatements(ClusterClause clause, List<ClusterStatement> statements) {
        List<String> desiredNames = columnNames(desiredObject, clause);
        List<String> currentNames = new ArrayList<>(columnNames(currentObject, clause));
        for (String name : List.copyOf(currentNames)) {
            if (!desiredNames.contains(name)) {
                currentNames.remove(name);
                statements.add(createAlterStatement(
                        desiredObject,
                        clause,
                        AlterationEffect.REMOVE,
                        List.of(ClusterItem.of(new ClusterPart(clause.name(), name), "")),
                        database));
            }
        }
        Set<String> namesInPlace = findNamesInPlace(clause, currentNames, desiredNames);
        String previousName = "";
        for (String name : desiredNames) {
            ClusterPart part = new ClusterPart(clause.name(), name);
            boolean isNew = !currentNames.contains(name);
            // A new column without a position is appended to the end.
            boolean isInPlace = namesInPlace.contains(name)
                    || (isNew && currentNames.lastIndexOf(previousName) == currentNames.size() - 1);
            if (!isInPlace) {
                currentNames.remove(name);
                currentNames.add(currentNames.indexOf(previousName) + 1, name);
            } else if (isNew) {
                currentNames.add(name);
            }
            if (!isInPlace || isNew || isDifferent(part)) {
                List<ClusterItem> items = new ArrayList<>(
                        List.of(ClusterItem.of(part, desiredObject.parts().getOrDefault(part, ""))));
                if (!isInPlace) {
                    items.add(ClusterItem.of(ClusterPart.of(clause.name()), previousName));
                }
                statements.add(createAlterStatement(
                        desiredObject, clause, isNew ? AlterationEffect.ADD : AlterationEffect.SET, items, database));
            }
            previousName = name;
        }
    }

    /** Returns the columns that do not move: the immovable columns, and as many others as possible. */
    private Set<String> findNamesInPlace(ClusterClause clause, List<String> currentNames, List<String> desiredNames) {
        ClusterObjectRules rules = ClusterObjectRules.of(desiredObject.kind());
        // An immovable column outweighs all movable columns together.
        int immovableWeight = 2 * currentNames.size() + 1;
        return ColumnOrder.findUnmovedNames(currentNames, desiredNames, name -> {
            ClusterPart part = new ClusterPart(clause.name(), name);
            if (!rules.isColumnMovable(desiredObject.parts().getOrDefault(part, ""))) {
                return immovableWeight;
            }
            return isDifferent(part) ? 1 : 2; // the statement that redefines a column also moves it
        });
    }

    private boolean isDifferent(ClusterPart part) {
        return !Objects.equals(
                currentObject.parts().get(part), desiredObject.parts().get(part));
    }
}
