package dev.cairn.plan.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.sql.ast.ClusterAlteration.Effect;
import dev.cairn.sql.ast.ClusterClause;
import dev.cairn.sql.ast.ClusterClause.Form;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.write.QuotedTexts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements that change the columns of a cluster object and the elements that refer to them, each in its own statement: first
 * elements and columns go, then the columns get their definitions and their order, then elements come.
 *
 * @param database the database in which the statements are sent, which may be null
 */
record ColumnAlterations(
        ClusterObject before, ClusterObject after, @Nullable String database) {
    /** Returns the statement that renames a column. */
    static ClusterStatement rename(ClusterObject object, String oldName, String newName, @Nullable String database) {
        ClusterClause clause = object.kind().findColumnClause().orElseThrow();
        ClusterItem item = ClusterItem.of(new ClusterPart(clause.name(), oldName), newName);
        return alter(object, clause, Effect.RENAME, List.of(item), database);
    }

    private static ClusterStatement alter(
            ClusterObject object,
            ClusterClause clause,
            Effect effect,
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
        return QuotedTexts.parseNames(object.parts().getOrDefault(ClusterPart.of(clause.name()), ""));
    }

    List<ClusterStatement> plan() {
        List<ClusterStatement> statements = new ArrayList<>();
        List<ClusterClause> elementClauses = after.kind().clauses().stream()
                .filter(clause -> clause.form() == Form.ELEMENTS)
                .toList();
        elementClauses.forEach(clause -> changeElements(clause, Effect.REMOVE, before, after, statements));
        after.kind().findColumnClause().ifPresent(clause -> changeColumns(clause, statements));
        elementClauses.forEach(clause -> changeElements(clause, Effect.ADD, after, before, statements));
        return statements;
    }

    private void changeElements(
            ClusterClause clause,
            Effect effect,
            ClusterObject having,
            ClusterObject lacking,
            List<ClusterStatement> statements) {
        List<ClusterItem> items = having.parts().keySet().stream()
                .filter(part ->
                        part.clause().equals(clause.name()) && !lacking.parts().containsKey(part))
                .map(part -> ClusterItem.of(part, ""))
                .toList();
        if (!items.isEmpty()) {
            statements.add(alter(after, clause, effect, items, database));
        }
    }

    private void changeColumns(ClusterClause clause, List<ClusterStatement> statements) {
        List<String> desiredNames = columnNames(after, clause);
        List<String> names = new ArrayList<>(columnNames(before, clause));
        for (String name : List.copyOf(names)) {
            if (!desiredNames.contains(name)) {
                names.remove(name);
                statements.add(alter(
                        after,
                        clause,
                        Effect.REMOVE,
                        List.of(ClusterItem.of(new ClusterPart(clause.name(), name), "")),
                        database));
            }
        }
        for (int i = 0; i < desiredNames.size(); i++) {
            ClusterPart part = new ClusterPart(clause.name(), desiredNames.get(i));
            String definition = after.parts().getOrDefault(part, "");
            boolean isNew = !names.contains(part.name());
            boolean isInPlace = i < names.size() ? names.get(i).equals(part.name()) : isNew;
            if (isInPlace && !isNew && definition.equals(before.parts().get(part))) {
                continue;
            }
            List<ClusterItem> items = new ArrayList<>(List.of(ClusterItem.of(part, definition)));
            if (!isInPlace) {
                items.add(ClusterItem.of(ClusterPart.of(clause.name()), i == 0 ? "" : desiredNames.get(i - 1)));
            }
            names.remove(part.name());
            names.add(i, part.name());
            statements.add(alter(after, clause, isNew ? Effect.ADD : Effect.SET, items, database));
        }
    }
}
