package dev.cairn.embedded.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The refreshes of materialized views. */
class RefreshRunRegistryTest {
    private static RefreshRun run(long id, long viewId, String databaseName) {
        return new RefreshRun(
                id,
                "query" + id,
                "job" + id,
                new RefreshRun.RefreshTarget(
                        viewId,
                        databaseName,
                        "SELECT 1",
                        new RefreshRun.RefreshScope(RefreshedPartitions.ALL, null),
                        false,
                        null),
                Instant.EPOCH,
                RefreshRun.Outcome.SKIPPED);
    }

    @Test
    void aDroppedDatabaseLeavesTheLastRefreshesOfOtherDatabases() {
        RefreshRunRegistry registry =
                RefreshRunRegistry.EMPTY.withRun(run(1, 1, "kept")).withRun(run(2, 2, "dropped"));
        for (int id = 3; registry.history().find(1).isPresent(); id++) {
            registry = registry.withRun(run(id, 3, "kept"));
        }
        RefreshRunRegistry remaining = registry.withoutDatabase("dropped");
        assertThat(remaining.findLast(1)).isPresent();
        assertThat(remaining.findLast(2)).isEmpty();
        assertThat(remaining.findLast(3)).isEqualTo(registry.findLast(3));
        assertThat(remaining.list())
                .isNotEmpty()
                .allMatch(run -> run.databaseName().equals("kept"));
    }
}
