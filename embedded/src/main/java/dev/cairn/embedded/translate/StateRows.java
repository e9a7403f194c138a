package dev.cairn.embedded.translate;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the aggregate states that one SELECT merges. A state is the list of the rows that were added to it, so that
 * merging is aggregating them: FROM gets a further relation, in which each row of the SELECT occurs as many times as the
 * longest of its states has rows. Other aggregate functions only see the first one of these occurrences.
 *
 * <p>A subquery for each state would be simpler, but DuckDB needs exponential time to plan correlated ones.
 */
final class StateRows {
    /** For expressions outside of a SELECT. */
    static final StateRows NONE = new StateRows("");

    private final String name;
    private final Expansion ofGroups;
    private final Expansion ofValues;
    private final List<String> results = new ArrayList<>();
    private boolean merges;
    private boolean finishes;

    /** @param name a unique name in DuckDB */
    StateRows(String name) {
        this.name = name;
        this.ofGroups = new Expansion(name + "g", new ArrayList<>());
        this.ofValues = new Expansion(name + "v", new ArrayList<>());
    }

    /**
     * @param merging whether the SELECT has aggregate functions that merge states
     * @param grouped whether the rows are grouped, so that only aggregates can refer to the results of single states
     */
    void prepare(boolean merging, boolean grouped) {
        merges = merging;
        finishes = !grouped;
    }

    boolean canMerge() {
        return merges;
    }

    boolean canFinish() {
        return finishes;
    }

    /** Returns the current row, a list of texts, of a state that is merged with others; NULL if the state has less rows. */
    String mergedRow(String state) {
        return ofGroups.row(state);
    }

    /** Returns the current row of a state that is finished on its own, within the aggregate for {@link #result}. */
    String ofSingle(String state) {
        return ofValues.row(state);
    }

    /** Returns the result of an aggregate of the rows of a single state. */
    String result(String aggregate) {
        return column(name, results, aggregate);
    }

    /** Returns the column of an expression in a relation, to which the expression is added if it is new. */
    private static String column(String relation, List<String> expressions, String expression) {
        int place = expressions.indexOf(expression);
        if (place < 0) {
            place = expressions.size();
            expressions.add(expression);
        }
        return relation + "." + TranslatedQuery.column(place);
    }

    /** Returns the conditions for aggregate functions that don't merge states. */
    List<String> ofOtherAggregates() {
        return merges ? List.of(ofGroups.firstRowCondition()) : List.of();
    }

    /** Returns the FROM clause with the rows of the states. */
    String fromClause(String from) {
        List<String> relations = new ArrayList<>();
        if (!from.isEmpty()) {
            relations.add(from);
        }
        if (!results.isEmpty()) {
            List<String> items = new ArrayList<>();
            for (String result : results) {
                items.add(result + " AS " + TranslatedQuery.column(items.size()));
            }
            relations.add(
                    "LATERAL (SELECT " + String.join(", ", items) + " FROM " + ofValues.relation() + ") AS " + name);
        }
        if (merges) {
            relations.add("LATERAL " + ofGroups.relation());
        }
        return String.join(" CROSS JOIN ", relations);
    }

    /** The rows of several states side by side. The shorter ones are padded with NULL; there is at least one row. */
    private record Expansion(String name, List<String> states) {
        String row(String state) {
            return column(name, states, state);
        }

        /** Returns the condition of the first row; it is NULL in the others. */
        String firstRowCondition() {
            return name + ".first";
        }

        String relation() {
            List<String> lists = new ArrayList<>();
            for (String state : states) {
                lists.add("unnest(sr_state_rows(" + state + ")) AS " + TranslatedQuery.column(lists.size()));
            }
            lists.add("unnest([TRUE]) AS first");
            return "(SELECT " + String.join(", ", lists) + ") AS " + name;
        }
    }
}
