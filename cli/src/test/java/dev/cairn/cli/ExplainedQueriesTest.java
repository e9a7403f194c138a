package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.output.ExplainReport;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.CheckedQuery.SampledStatement;
import dev.cairn.tooling.query.QueryExplainer.ExplainedQuery;
import dev.cairn.tooling.query.QueryPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The output of {@code cairn explain} for the answers of a server. */
class ExplainedQueriesTest {
    private static final List<ExplainedQuery> EXPLAINED_QUERIES = List.of(
            new ExplainedQuery(
                    createQuery("Sales.perDay"),
                    QueryPlan.parse(List.of(
                                    "- Output => [1:day]",
                                    "    - SCAN [daily] => [1:day]",
                                    "            MaterializedView: true",
                                    "            Estimates: {row: 2000, cpu: ?, memory: ?, network: ?, cost: ?}",
                                    "            partitionRatio: 5/6, tabletRatio: 10/12"))
                            .orElseThrow(),
                    "",
                    ""),
            new ExplainedQuery(createQuery("Sales.clear"), null, "TRUNCATE has no plan", ""),
            new ExplainedQuery(createQuery("Sales.broken"), null, "", "Unknown table\n'shop.order'"));

    private static CheckedQuery createQuery(String name) {
        SampledStatement statement =
                new SampledStatement(true, "SELECT day FROM orders", "SELECT day FROM orders", List.of());
        return new CheckedQuery(name, "", statement, List.of(new RelationUse("orders", List.of("day"), "")), List.of());
    }

    @Test
    void eachQueryHasALineForEachScanOrItsRemark() {
        assertThat(new ExplainReport(EXPLAINED_QUERIES).createTable().render()).isEqualTo("""
                QUERY         QUERY ROWS  SCAN   SCAN ROWS  PARTITIONS  TABLETS  REMARK
                Sales.perDay  2000        daily  2000       5/6         10/12    materialized view, by rewrite
                Sales.clear                                                      not explained: TRUNCATE has no plan
                Sales.broken                                                     refused: Unknown table 'shop.order'""");
    }

    @Test
    void jsonHasAnObjectForEachQuery() {
        assertThat(new ExplainReport(EXPLAINED_QUERIES).toJson())
                .extracting(JsonObject::toString)
                .containsExactly(
                        """
                {"query":"Sales.perDay","rows":2000,"empty":false,"scans":[{"name":"daily","materializedView":true,\
                "rewritten":true,"rows":2000,"partitions":5,"partitionsTotal":6,"tablets":10,"tabletsTotal":12}]}""",
                        "{\"query\":\"Sales.clear\",\"unexplained\":\"TRUNCATE has no plan\"}",
                        "{\"query\":\"Sales.broken\",\"error\":\"Unknown table\\n'shop.order'\"}");
    }
}
