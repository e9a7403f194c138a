package dev.cairn.embedded.show;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Determines whether the optimizer of a server may use a materialized view for other queries. */
record MaterializedViewRewriteChecker(ServerProfile profile, Catalog catalog) {
    /** The functions whose calls in a view prevent a server from using the view for other queries. */
    private static final Set<String> NONDETERMINISTIC_FUNCTIONS = Set.of(
            "rand",
            "random",
            "uuid",
            "sleep",
            "curtime",
            "curdate",
            "current_date",
            "current_timestamp",
            "current_time",
            "now",
            "unix_timestamp",
            "utc_timestamp",
            "utc_time",
            "localtime",
            "localtimestamp");

    /** Returns the status as the server prints it. */
    String determineStatus(MaterializedView view) {
        if (view.inactiveReason() != null) {
            return "INVALID: MV is not active";
        }
        boolean isDisabled = KnownProperty.ENABLE_QUERY_REWRITE.findValueIn(view.properties()).stream()
                .anyMatch(value -> value.equalsIgnoreCase("false"));
        if (isDisabled) {
            return "INVALID: enable_query_rewrite=FALSE";
        }
        List<String> problems = findPlanProblems(view);
        return problems.isEmpty() ? "VALID" : "INVALID: no valid plan: " + String.join(";", problems);
    }

    /**
     * Returns the problem of each plan of a view, with and without inlined views; empty if the optimizer can use one of
     * the plans.
     */
    private List<String> findPlanProblems(MaterializedView view) {
        Query query = view.definition().query().query();
        Bindings bindings = new Bindings();
        try {
            new QueryAnalysis(
                            profile,
                            new CatalogSourceResolver(profile, catalog),
                            view.definition().defaultDatabaseName())
                    .analyze(query, bindings);
        } catch (Refusal refusal) {
            return List.of("MV Plan parse failed");
        }
        QueryFacts facts = new QueryFacts(bindings, new ArrayList<>(), new ArrayList<>());
        query.visit(facts);
        List<String> problems = new ArrayList<>();
        for (boolean inlinesViews : facts.views.isEmpty() ? List.of(true) : List.of(true, false)) {
            if (!facts.nondeterministicFunctions.isEmpty()) {
                problems.add("MV contains non-deterministic functions(" + facts.nondeterministicFunctions.get(0) + ")");
                continue;
            }
            PlanOutline outline = new PlanOutlineBuilder(bindings, inlinesViews).outline(query);
            if (outline.isSupported()) {
                return List.of();
            }
            String form = inlinesViews ? "(no view rewrite)" : "(view rewrite)";
            problems.add(
                    outline.otherOperators().isEmpty()
                            ? "MV is not SPJG structure" + form
                            : "MV contains non-SPJG operators" + form + ": "
                                    + String.join(",", outline.otherOperators()));
        }
        return problems;
    }

    /** Collects the views that a query names, and its calls of nondeterministic functions. */
    private record QueryFacts(Bindings bindings, List<Relation> views, List<String> nondeterministicFunctions)
            implements Query.QueryVisitor {
        @Override
        public void visitRelation(Relation relation) {
            BoundRelation boundRelation = bindings.findBoundRelation(relation);
            boolean isView = boundRelation != null
                    && boundRelation.source() != null
                    && boundRelation.source().viewQuery() != null;
            if (isView) {
                views.add(relation);
            }
        }

        @Override
        public void visitExpression(Expression expression) {
            if (expression instanceof Expression.Call call
                    && NONDETERMINISTIC_FUNCTIONS.contains(CallRewrites.lowerCaseName(call))) {
                nondeterministicFunctions.add(CallRewrites.lowerCaseName(call));
            }
        }
    }
}
