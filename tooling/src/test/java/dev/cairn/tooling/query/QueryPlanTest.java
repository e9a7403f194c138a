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
    private static Optional<QueryPlan> read(String name) throws IOException {
        return QueryPlan.parse(Files.readAllLines(Path.of("src/test/resources/explain", name + ".txt")));
    }

    private static QueryPlan plan(String name) throws IOException {
        return read(name).orElseThrow();
    }

    private static Scan scan(String name, boolean materializedView, long rows, Ratio partitions, Ratio tablets) {
        return new Scan(name, materializedView, OptionalLong.of(rows), Optional.of(partitions), Optional.of(tablets));
    }

    private static Ratio ratio(long read, long total) {
        return new Ratio(read, total);
    }

    @Test
    void theRowsOfTheResultAreThoseOfTheFirstOperator() throws IOException {
        QueryPlan plan = plan("partitions");
        assertThat(plan.estimatedRows()).hasValue(10);
        assertThat(plan.scans()).containsExactly(scan("orders", false, 39733, ratio(5, 6), ratio(20, 20)));
        assertThat(plan.isEmpty()).isFalse();
    }

    @Test
    void scansOfMaterializedViewsAndRollupsNameThem() throws IOException {
        assertThat(plan("materialized-view").scans())
                .containsExactly(scan("daily", true, 2000, ratio(1, 1), ratio(2, 2)));
        assertThat(plan("rollup").scans()).containsExactly(scan("by_city", false, 48000, ratio(6, 6), ratio(24, 24)));
    }

    @Test
    void aJoinHasAScanForEachTable() throws IOException {
        assertThat(plan("join").scans())
                .containsExactly(
                        scan("orders", false, 48000, ratio(6, 6), ratio(24, 24)),
                        scan("account", false, 1000, ratio(1, 1), ratio(2, 2)));
    }

    @Test
    void statementsThatChangeRowsHavePlans() throws IOException {
        assertThat(plan("update").scans()).containsExactly(scan("account", false, 1000, ratio(1, 1), ratio(2, 2)));
        assertThat(plan("values").scans()).isEmpty();
        assertThat(plan("values").estimatedRows()).hasValue(1);
        assertThat(read("no-plan")).isEmpty();
    }

    @Test
    void aPlanMayReadNothing() throws IOException {
        assertThat(plan("empty").scans()).isEmpty();
        assertThat(plan("empty").isEmpty()).isTrue();
    }

    @Test
    void tablesOfTheServerHaveNoPartitions() throws IOException {
        assertThat(plan("system").scans())
                .containsExactly(new Scan("be_tablets", false, OptionalLong.of(1), Optional.empty(), Optional.empty()));
    }

    @Test
    void literalsAreNotMistakenForOperators() throws IOException {
        QueryPlan plan = plan("like-plan");
        assertThat(plan.estimatedRows()).hasValue(2000);
        assertThat(plan.scans()).containsExactly(scan("account", false, 2000, ratio(1, 1), ratio(2, 2)));
    }
}
