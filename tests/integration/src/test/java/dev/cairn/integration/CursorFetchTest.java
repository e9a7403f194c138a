package dev.cairn.integration;

import static dev.cairn.integration.sales.AccountTable.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.Status.DatabaseState;
import dev.cairn.data.Database;
import dev.cairn.integration.sales.Account;
import dev.cairn.integration.sales.SalesSchema;
import dev.cairn.integration.server.DataTests;
import dev.cairn.integration.server.EachDriver;
import dev.cairn.integration.server.FreshDatabase;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * A URL may ask for cursors, which StarRocks ignores. Connector/J then finds no rows, unless the statement has a fetch
 * size of its own.
 */
@DataTests
@EachDriver
class CursorFetchTest {
    private static final List<Account> ACCOUNTS =
            Stream.of(1L, 2L, 3L, 4L, 5L).map(CursorFetchTest::createAccount).toList();

    private static Account createAccount(long id) {
        return new Account(id, "NO", "europe");
    }

    private static DataSource dataSourceWithCursors(FreshDatabase database) {
        return database.endpoint()
                .with("useCursorFetch=true&defaultFetchSize=2")
                .dataSource(database.name());
    }

    @Test
    void migratorsReadAllRows(FreshDatabase database) {
        Migrator migrator = Migrator.of(SalesSchema.SCHEMA, dataSourceWithCursors(database));

        migrator.upgrade();

        assertThat(migrator.status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(migrator.check().differences()).isEmpty();
    }

    @Test
    void queriesReadAllRows(FreshDatabase database) {
        Migrator.of(SalesSchema.SCHEMA, database.dataSource()).upgrade();
        Database connected = Database.of(dataSourceWithCursors(database));

        connected.insert(ACCOUNT, ACCOUNTS);

        assertThat(connected.from(ACCOUNT).count()).isEqualTo(5);
        assertThat(connected.from(ACCOUNT).list()).containsExactlyInAnyOrderElementsOf(ACCOUNTS);
        assertThat(connected.from(ACCOUNT).where(ACCOUNT.id.gt(2L)).list()).hasSize(3);
        try (Stream<Account> accounts = connected.from(ACCOUNT).stream()) {
            assertThat(accounts).hasSize(5);
        }
    }
}
