package dev.cairn.plan.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.ClusterStatement.PauseOrResumeClusterObject;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.cluster.ClusterAlteration;
import dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect;
import dev.cairn.sql.cluster.ClusterClause;
import dev.cairn.sql.cluster.ClusterObjectKind.Feature;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans the statements that change the definition of a cluster object, according to the grammar and rules of its
 * kind.
 */
public final class ClusterStatementPlanner {
    private ClusterStatementPlanner() {}

    /** Returns the statement that drops an object, with its full name, so that it can be sent in any database. */
    public static ClusterStatement createDropStatement(ClusterObject object) {
        return createDropStatement(object, null);
    }

    /**
     * Returns the statement that drops an object.
     *
     * @param database the database in which the statement is sent; null for the full name, which is valid in any
     *     database
     */
    public static ClusterStatement createDropStatement(ClusterObject object, @Nullable String database) {
        return new DropClusterObject(object.kind(), object.toSqlName(database), false, false, Span.NONE);
    }

    public static ClusterStatement createPauseStatement(ClusterObject object, @Nullable String database) {
        return new PauseOrResumeClusterObject(object.kind(), object.toSqlName(database), false, Span.NONE);
    }

    private static ClusterStatement createResumeStatement(ClusterObject object, @Nullable String database) {
        return new PauseOrResumeClusterObject(object.kind(), object.toSqlName(database), true, Span.NONE);
    }

    /** Returns the names of the columns of an object in their order; an empty list if its kind has no columns. */
    public static List<String> columnNames(ClusterObject object) {
        return object.kind()
                .findColumnClause()
                .map(clause -> ClusterColumnPlanner.columnNames(object, clause))
                .orElse(List.of());
    }

    /** Returns the definition of a column; empty if the object or its kind does not have the column. */
    public static Optional<String> findColumnDefinition(ClusterObject object, String columnName) {
        return object.kind()
                .findColumnClause()
                .map(clause -> object.parts().get(new ClusterPart(clause.name(), columnName)));
    }

    public static ClusterStatement createColumnRenameStatement(
            ClusterObject object, String oldName, String newName, @Nullable String database) {
        return ClusterColumnPlanner.createRenameStatement(object, oldName, newName, database);
    }

    /**
     * Returns the alternative ways to change an object, the best one first. Each is a list of statements, which the
     * server may refuse. No alternative drops an object that can't be created again without a loss.
     *
     * @param database the database in which the statements are sent; null for full names, which are valid in any
     *     database
     */
    public static List<List<ClusterStatement>> planChange(
            ClusterObject currentObject, ClusterObject desiredObject, @Nullable String database) {
        List<List<ClusterStatement>> alternatives = new ArrayList<>();
        planAlterations(currentObject, desiredObject, database, false)
                .map(statements -> surroundWithPause(statements, currentObject, desiredObject, database))
                .ifPresent(alternatives::add);
        if (desiredObject.kind().hasFeature(Feature.REPLACEABLE)) {
            alternatives.add(List.of(desiredObject.toCreateStatement(ExistingObjectPolicy.REPLACE, database)));
        } else if (mayBeRecreated(currentObject, desiredObject)) {
            List<ClusterStatement> recreationStatements = new ArrayList<>(List.of(
                    createDropStatement(currentObject, database),
                    desiredObject.toCreateStatement(ExistingObjectPolicy.REFUSE, database)));
            if (desiredObject.isPaused()) {
                recreationStatements.add(createPauseStatement(desiredObject, database));
            }
            alternatives.add(recreationStatements);
        }
        return alternatives;
    }

    /**
     * Returns whether an object that differs has to be dropped and created again, because no single statement changes
     * it.
     */
    public static boolean mustBeRecreated(ClusterObject currentObject, ClusterObject desiredObject) {
        return !currentObject.equals(desiredObject)
                && !desiredObject.kind().hasFeature(Feature.REPLACEABLE)
                && mayBeRecreated(currentObject, desiredObject)
                && planAlterations(currentObject, desiredObject, null, false).isEmpty();
    }

    private static boolean mayBeRecreated(ClusterObject currentObject, ClusterObject desiredObject) {
        return ClusterObjectRules.of(desiredObject.kind())
                .findRecreationProblem(currentObject, desiredObject)
                .isEmpty();
    }

    /**
     * Returns one statement for each clause that ALTER can change, independent of the others; an empty list for kinds
     * that must be paused to be altered.
     */
    public static List<ClusterStatement> planPartialChange(
            ClusterObject currentObject, ClusterObject desiredObject, @Nullable String database) {
        return desiredObject.kind().hasFeature(Feature.PAUSABLE)
                ? List.of()
                : planAlterations(currentObject, desiredObject, database, true).orElse(List.of());
    }

    /**
     * Returns the statements, preceded by a pause if the object runs and must be paused to be altered, and followed by
     * a statement that pauses or resumes it as desired.
     */
    private static List<ClusterStatement> surroundWithPause(
            List<ClusterStatement> changeStatements,
            ClusterObject currentObject,
            ClusterObject desiredObject,
            @Nullable String database) {
        if (!desiredObject.kind().hasFeature(Feature.PAUSABLE)) {
            return changeStatements;
        }
        List<ClusterStatement> statements = new ArrayList<>();
        if (!changeStatements.isEmpty() && !currentObject.isPaused()) {
            statements.add(createPauseStatement(currentObject, database));
        }
        statements.addAll(changeStatements);
        boolean isPaused = currentObject.isPaused() || !changeStatements.isEmpty();
        if (isPaused != desiredObject.isPaused()) {
            statements.add(
                    isPaused
                            ? createResumeStatement(desiredObject, database)
                            : createPauseStatement(desiredObject, database));
        }
        return statements;
    }

    /**
     * Returns one ALTER for each clause that differs; empty if ALTER can't apply one of the changes.
     *
     * @param skipsImpossibleChanges whether changes that ALTER can't apply are skipped instead
     */
    private static Optional<List<ClusterStatement>> planAlterations(
            ClusterObject currentObject,
            ClusterObject desiredObject,
            @Nullable String database,
            boolean skipsImpossibleChanges) {
        ClusterObjectRules rules = ClusterObjectRules.of(desiredObject.kind());
        SortedSet<ClusterPart> differingParts =
                new TreeSet<>(currentObject.parts().keySet());
        differingParts.addAll(desiredObject.parts().keySet());
        differingParts.remove(ClusterPart.PAUSED);
        differingParts.removeIf(part -> Objects.equals(
                currentObject.parts().get(part), desiredObject.parts().get(part)));
        List<ClusterStatement> statements =
                new ArrayList<>(new ClusterColumnPlanner(currentObject, desiredObject, database).plan());
        for (ClusterClause clause : desiredObject.kind().clauses()) {
            if (clause.form() == ClusterClause.Form.COLUMNS || clause.form() == ClusterClause.Form.ELEMENTS) {
                continue; // planned above, because elements refer to columns
            }
            if (clause.form() == ClusterClause.Form.CONDITIONS) {
                statements.addAll(planConditionChanges(clause, currentObject, desiredObject, database));
                continue;
            }
            List<ClusterItem> items = new ArrayList<>();
            for (ClusterPart part : differingParts) {
                if (part.clause().equals(clause.name())) {
                    Optional<String> value =
                            Optional.ofNullable(desiredObject.parts().get(part)).or(() -> rules.findDefaultValue(part));
                    if (value.isPresent() && rules.isAlterable(part)) {
                        items.add(ClusterItem.of(part, value.get()));
                    } else if (!skipsImpossibleChanges) {
                        return Optional.empty();
                    }
                }
            }
            addCompanionParts(items, desiredObject, rules);
            Optional<ClusterAlteration> alteration =
                    desiredObject.kind().findAlteration(clause.name(), AlterationEffect.SET);
            if (!items.isEmpty() && alteration.isPresent()) {
                statements.add(AlterClusterObject.of(
                        desiredObject.kind(),
                        desiredObject.toSqlName(database),
                        new ClusterChange(alteration.get(), items)));
            } else if (!items.isEmpty() && !skipsImpossibleChanges) {
                return Optional.empty();
            }
        }
        return statements.isEmpty() || rules.keepsMeaningWhenAltered(desiredObject)
                ? Optional.of(statements)
                : Optional.empty();
    }

    /**
     * Returns the statements that change a set of conditions. ALTER names the conditions that it adds, but can only
     * remove all of them at once; the remaining ones are then added again.
     */
    private static List<ClusterStatement> planConditionChanges(
            ClusterClause clause, ClusterObject currentObject, ClusterObject desiredObject, @Nullable String database) {
        List<ClusterPart> currentConditions = collectConditions(currentObject, clause);
        List<ClusterPart> desiredConditions = collectConditions(desiredObject, clause);
        boolean keepsAll = desiredConditions.containsAll(currentConditions);
        List<ClusterStatement> statements = new ArrayList<>();
        if (!keepsAll) {
            statements.add(ClusterColumnPlanner.createAlterStatement(
                    desiredObject, clause, AlterationEffect.CLEAR, List.of(), database));
        }
        List<ClusterItem> addedItems = desiredConditions.stream()
                .filter(condition -> !keepsAll || !currentConditions.contains(condition))
                .map(condition -> ClusterItem.of(condition, ""))
                .toList();
        if (!addedItems.isEmpty()) {
            statements.add(ClusterColumnPlanner.createAlterStatement(
                    desiredObject, clause, AlterationEffect.ADD, addedItems, database));
        }
        return statements;
    }

    private static List<ClusterPart> collectConditions(ClusterObject object, ClusterClause clause) {
        return object.parts().keySet().stream()
                .filter(part -> part.clause().equals(clause.name()))
                .toList();
    }

    /** Adds the parts that the server requires in the same statement, unless {@code items} contains them already. */
    private static void addCompanionParts(
            List<ClusterItem> items, ClusterObject desiredObject, ClusterObjectRules rules) {
        SortedSet<ClusterPart> companionParts = new TreeSet<>();
        items.forEach(item -> companionParts.addAll(rules.companionParts(item.part())));
        items.forEach(item -> companionParts.remove(item.part()));
        for (ClusterPart part : companionParts) {
            Optional.ofNullable(desiredObject.parts().get(part))
                    .or(() -> rules.findDefaultValue(part))
                    .ifPresent(value -> items.add(ClusterItem.of(part, value)));
        }
    }
}
