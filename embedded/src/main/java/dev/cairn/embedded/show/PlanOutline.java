package dev.cairn.embedded.show;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a query's plan that decide whether the optimizer may use a materialized view with this query.
 *
 * @param otherOperators the operators that are neither scans, projections, filters, joins nor aggregations, each before
 *     the operators below it
 */
record PlanOutline(List<String> otherOperators, AggregationPlacement aggregationPlacement) {
    /** The place of aggregations in a plan. */
    enum AggregationPlacement {
        NONE,
        /** One aggregation, above all joins. */
        TOP,
        /** An aggregation below a join, or below another aggregation. */
        NESTED
    }

    /** The plan of a query that only reads a table. */
    static final PlanOutline TABLE = new PlanOutline(List.of(), AggregationPlacement.NONE);

    PlanOutline {
        otherOperators = List.copyOf(otherOperators);
    }

    /** Returns whether the plan selects, projects, joins and groups only, in this order. */
    boolean isSupported() {
        return otherOperators.isEmpty() && aggregationPlacement != AggregationPlacement.NESTED;
    }

    /** Returns this plan with these operators above it. */
    PlanOutline below(List<String> operators) {
        List<String> allOperators = new ArrayList<>(operators);
        allOperators.addAll(otherOperators);
        return new PlanOutline(allOperators, aggregationPlacement);
    }

    PlanOutline below(String operator) {
        return below(List.of(operator));
    }

    /** Returns the join of this plan and another one. An aggregation in either of them is nested in the join. */
    PlanOutline join(PlanOutline right) {
        return new PlanOutline(
                right.below(otherOperators).otherOperators,
                aggregationPlacement == AggregationPlacement.NONE
                                && right.aggregationPlacement == AggregationPlacement.NONE
                        ? AggregationPlacement.NONE
                        : AggregationPlacement.NESTED);
    }

    /** Returns this plan below an aggregation. */
    PlanOutline aggregate() {
        return new PlanOutline(
                otherOperators,
                aggregationPlacement == AggregationPlacement.NONE
                        ? AggregationPlacement.TOP
                        : AggregationPlacement.NESTED);
    }
}
