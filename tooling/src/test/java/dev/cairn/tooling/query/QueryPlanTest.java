package dev.cairn.tooling.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.tooling.query.QueryPlan.Ratio;
import dev.cairn.tooling.query.QueryPlan.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Plans that a 4.1 server printed. */
class QueryPlanTest {
    private static Optional<QueryPlan> parsePlan(String name) throws IOException {
        return QueryPlan.parse(Files.readAllLines(Path.of("src/test/resources/explain", name + ".txt")));
    }

    private static QueryPlan requirePlan(String name) throws IOException {
        return parsePlan(name).orElseThrow();
    }

    private static Scan createScan(
            String name, boolean isMaterializedView, long rows, Ratio partitions, Ratio tablets) {
        return new Scan(name, isMaterializedView, OptionalLong.of(rows), Optional.of(partitions), Optional.of(tablets));
    }

    private static Ratio createRatio(long readCount, long totalCount) {
        return new Ratio(readCount, totalCount);
    }

    @Test
    void theRowsOfTheResultAreThoseOfTheFirstOperator() throws IOException {
        QueryPlan plan = requirePlan("partitions");
        assertThat(plan.estimatedRowCount()).hasValue(10);
        assertThat(plan.scans())
                .containsExactly(createScan("orders", false, 39733, createRatio(5, 6), createRatio(20, 20)));
        assertThat(plan.hasEmptyPart()).isFalse();
    }

    @Test
    void scansOfMaterializedViewsAndRollupsNameThem() throws IOException {
        assertThat(requirePlan("materialized-view").scans())
                .containsExactly(createScan("daily", true, 2000, createRatio(1, 1), createRatio(2, 2)));
        assertThat(requirePlan("rollup").scans())
                .containsExactly(createScan("by_city", false, 48000, createRatio(6, 6), createRatio(24, 24)));
    }

    @Test
    void aJoinHasAScanForEachTable() throws IOException {
        assertThat(requirePlan("join").scans())
                .containsExactly(
                        createScan("orders", false, 48000, createRatio(6, 6), createRatio(24, 24)),
                        createScan("account", false, 1000, createRatio(1, 1), createRatio(2, 2)));
    }

    @Test
    void statementsThatChangeRowsHavePlans() throws IOException {
        assertThat(requirePlan("update").scans())
                .containsExactly(createScan("account", false, 1000, createRatio(1, 1), createRatio(2, 2)));
        assertThat(requirePlan("values").scans()).isEmpty();
        assertThat(requirePlan("values").estimatedRowCount()).hasValue(1);
        assertThat(parsePlan("no-plan")).isEmpty();
    }

    @Test
    void aPlanMayReadNothing() throws IOException {
        assertThat(requirePlan("empty").scans()).isEmpty();
        assertThat(requirePlan("empty").hasEmptyPart()).isTrue();
    }

    @Test
    void tablesOfTheServerHaveNoPartitions() throws IOException {
        assertThat(requirePlan("system").scans())
                .containsExactly(new Scan("be_tablets", false, OptionalLong.of(1), Optional.empty(), Optional.empty()));
    }

    @Test
    void literalsAreNotMistakenForOperators() throws IOException {
        QueryPlan plan = requirePlan("like-plan");
        assertThat(plan.estimatedRowCount()).hasValue(2000);
        assertThat(plan.scans())
                .containsExactly(createScan("account", false, 2000, createRatio(1, 1), createRatio(2, 2)));
    }
}
