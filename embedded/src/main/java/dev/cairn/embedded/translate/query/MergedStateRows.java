package dev.cairn.embedded.translate.query;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the aggregate states that one SELECT merges. A state is the list of the rows that were added to it, so
 * merging states means aggregating these rows: FROM gets another relation, in which each row of the SELECT occurs as
 * many times as the longest of its states has rows. Other aggregate functions see only the first occurrence.
 *
 * <p>A subquery for each state would be simpler, but DuckDB needs exponential time to plan correlated ones.
 */
public final class MergedStateRows {
    /** The state rows of expressions outside of a SELECT: none. */
    public static final MergedStateRows NONE = new MergedStateRows("");

    private final String relationName;
    private final Expansion groupExpansion;
    private final Expansion valueExpansion;
    private final List<String> resultExpressions = new ArrayList<>();
    private boolean canMerge;
    private boolean canFinish;

    /**
     * Creates rows without states.
     *
     * @param relationName a unique name in DuckDB
     */
    public MergedStateRows(String relationName) {
        this.relationName = relationName;
        this.groupExpansion = new Expansion(relationName + "g", new ArrayList<>());
        this.valueExpansion = new Expansion(relationName + "v", new ArrayList<>());
    }

    /**
     * Determines what the expressions of the SELECT may do with states, before they are translated.
     *
     * @param hasMergingAggregates whether the SELECT has aggregate functions that merge states
     * @param isGrouped whether the rows are grouped, so that only aggregates can refer to the results of single states
     */
    public void prepare(boolean hasMergingAggregates, boolean isGrouped) {
        canMerge = hasMergingAggregates;
        canFinish = !isGrouped;
    }

    /** Returns whether expressions may contain aggregate functions that merge states. */
    public boolean canMerge() {
        return canMerge;
    }

    /** Returns whether expressions may contain the results of single states. */
    public boolean canFinish() {
        return canFinish;
    }

    /**
     * Adds a state that is merged with others, and returns SQL for its current row: a list of strings, or NULL if the
     * state has fewer rows.
     */
    public String addMergedState(String stateSql) {
        return groupExpansion.ensureRow(stateSql);
    }

    /**
     * Adds a state that is finished separately, and returns SQL for its current row, which only the aggregate for
     * {@link #addResult} may read.
     */
    public String addSingleState(String stateSql) {
        return valueExpansion.ensureRow(stateSql);
    }

    /** Adds an aggregate of the rows of a single state, and returns SQL for its result. */
    public String addResult(String aggregateSql) {
        return ensureColumn(relationName, resultExpressions, aggregateSql);
    }

    /** Returns the column of an expression in a relation, to which the expression is added if it is new. */
    private static String ensureColumn(String relationName, List<String> expressions, String expression) {
        int index = expressions.indexOf(expression);
        if (index < 0) {
            index = expressions.size();
            expressions.add(expression);
        }
        return relationName + "." + TranslatedQuery.columnName(index);
    }

    /** Returns the conditions for aggregate functions that do not merge states; empty if nothing merges states. */
    public List<String> nonMergingAggregateConditions() {
        return canMerge ? List.of(groupExpansion.firstRowCondition()) : List.of();
    }

    /**
     * Returns the relations of the FROM clause, joined with the rows of the states; an empty text if there are neither.
     *
     * @param sourceSql the relations of the FROM clause; empty without such a clause
     */
    public String renderFromList(String sourceSql) {
        List<String> relations = new ArrayList<>();
        if (!sourceSql.isEmpty()) {
            relations.add(sourceSql);
        }
        if (!resultExpressions.isEmpty()) {
            List<String> items = new ArrayList<>();
            for (String result : resultExpressions) {
                items.add(result + " AS " + TranslatedQuery.columnName(items.size()));
            }
            relations.add("LATERAL (SELECT " + String.join(", ", items) + " FROM " + valueExpansion.renderRelation()
                    + ") AS " + relationName);
        }
        if (canMerge) {
            relations.add("LATERAL " + groupExpansion.renderRelation());
        }
        return String.join(" CROSS JOIN ", relations);
    }

    /** The rows of several states side by side. The shorter ones are padded with NULL; there is at least one row. */
    private record Expansion(String relationName, List<String> stateSqls) {
        String ensureRow(String stateSql) {
            return ensureColumn(relationName, stateSqls, stateSql);
        }

        /** Returns the condition of the first row; it is NULL in the others. */
        String firstRowCondition() {
            return relationName + ".first";
        }

        String renderRelation() {
            List<String> lists = new ArrayList<>();
            for (String stateSql : stateSqls) {
                lists.add("unnest(sr_state_rows(" + stateSql + ")) AS " + TranslatedQuery.columnName(lists.size()));
            }
            lists.add("unnest([TRUE]) AS first");
            return "(SELECT " + String.join(", ", lists) + ") AS " + relationName;
        }
    }
}
