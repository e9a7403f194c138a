package dev.cairn.cli.output;

import dev.cairn.tooling.query.QueryExplainer.ExplainedQuery;
import dev.cairn.tooling.query.QueryPlan;
import dev.cairn.tooling.query.QueryPlan.Scan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The plans of queries, as a table and as JSON. Both forms have the same facts in the same order. */
public record ExplainReport(List<ExplainedQuery> explainedQueries) {
    public ExplainReport {
        explainedQueries = List.copyOf(explainedQueries);
    }

    /** Returns a table with a row for each scan of a query, or with one row for a query without scans. */
    public TextTable createTable() {
        TextTable table =
                new TextTable(List.of("QUERY", "QUERY ROWS", "SCAN", "SCAN ROWS", "PARTITIONS", "TABLETS", "REMARK"));
        explainedQueries.forEach(query -> addRows(query, table));
        return table;
    }

    private static void addRows(ExplainedQuery explainedQuery, TextTable table) {
        String nameCell = explainedQuery.query().name();
        QueryPlan plan = explainedQuery.plan();
        if (plan == null) {
            String remark = explainedQuery.error().isEmpty()
                    ? "not explained: " + explainedQuery.unexplainedReason()
                    : "refused: "
                            + String.join(" ", explainedQuery.error().lines().toList());
            table.addRow(nameCell, "", "", "", "", "", remark);
            return;
        }
        String rowCountCell = formatRowCount(plan.estimatedRowCount());
        if (plan.scans().isEmpty()) {
            table.addRow(
                    nameCell, rowCountCell, "", "", "", "", plan.hasEmptyPart() ? "nothing to read" : "reads no table");
        }
        for (Scan scan : plan.scans()) {
            table.addRow(
                    nameCell,
                    rowCountCell,
                    scan.name(),
                    formatRowCount(scan.estimatedRowCount()),
                    formatRatio(scan.partitionRatio()),
                    formatRatio(scan.tabletRatio()),
                    describeScan(explainedQuery, scan));
            nameCell = "";
            rowCountCell = "";
        }
    }

    /** Returns what a scan reads in place of a table of the query; empty if it reads the table itself. */
    private static String describeScan(ExplainedQuery explainedQuery, Scan scan) {
        boolean isRewritten = explainedQuery.isRewritten(scan);
        if (scan.isMaterializedView()) {
            return isRewritten ? "materialized view, by rewrite" : "materialized view";
        }
        return isRewritten ? "rollup" : "";
    }

    private static String formatRowCount(OptionalLong rowCount) {
        return rowCount.isPresent() ? Long.toString(rowCount.getAsLong()) : "";
    }

    private static String formatRatio(Optional<QueryPlan.Ratio> ratio) {
        return ratio.map(QueryPlan.Ratio::toString).orElse("");
    }

    /** Returns an object for each query, with its scans. */
    public List<JsonObject> toJson() {
        return explainedQueries.stream().map(ExplainReport::toJson).toList();
    }

    private static JsonObject toJson(ExplainedQuery explainedQuery) {
        JsonObject object = new JsonObject().put("query", explainedQuery.query().name());
        QueryPlan plan = explainedQuery.plan();
        if (plan == null) {
            return explainedQuery.error().isEmpty()
                    ? object.put("unexplained", explainedQuery.unexplainedReason())
                    : object.put("error", explainedQuery.error());
        }
        return object.put("rows", toNullable(plan.estimatedRowCount()))
                .put("empty", plan.hasEmptyPart())
                .put(
                        "scans",
                        plan.scans().stream()
                                .map(scan -> toJson(explainedQuery, scan))
                                .toList());
    }

    private static JsonObject toJson(ExplainedQuery explainedQuery, Scan scan) {
        JsonObject object = new JsonObject()
                .put("name", scan.name())
                .put("materializedView", scan.isMaterializedView())
                .put("rewritten", explainedQuery.isRewritten(scan))
                .put("rows", toNullable(scan.estimatedRowCount()));
        scan.partitionRatio().ifPresent(ratio -> putRatio("partitions", ratio, object));
        scan.tabletRatio().ifPresent(ratio -> putRatio("tablets", ratio, object));
        return object;
    }

    private static void putRatio(String name, QueryPlan.Ratio ratio, JsonObject object) {
        object.put(name, ratio.readCount()).put(name + "Total", ratio.totalCount());
    }

    private static @Nullable Long toNullable(OptionalLong rowCount) {
        return rowCount.isPresent() ? Long.valueOf(rowCount.getAsLong()) : null;
    }
}
