package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator.Leftover;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Checks that the leftovers of failed rebuilds are listed and dropped. */
class CleanupTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_LOANS = "CREATE TABLE loan (id INT NOT NULL, city STRING) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("loans", CREATE_LOANS)
            .version("loans by key", CREATE_LOANS.replace("DUPLICATE", "PRIMARY"))
            .schema();

    @AutoClose
    private final World world = new World();

    private Migrator createMigrator() {
        return world.createMigrator(SCHEMA, World.options().consent(Consent.values()));
    }

    private static List<String> listNames(List<Leftover> leftovers) {
        return leftovers.stream().map(Leftover::object).toList();
    }

    @BeforeEach
    void createLeftover() throws SQLException {
        createMigrator().upgradeTo(1);
        world.execute("INSERT INTO loan VALUES (1, 'Oslo'), (2, 'Rome')");
        world.execute(CREATE_LOANS.replace("loan", "loan__cairn_51"));
        world.execute("INSERT INTO loan__cairn_51 VALUES (1, 'Oslo')");
    }

    @Test
    void leftoversAreListedWithTheirSizeAndTheirRun() throws SQLException {
        world.execute(CREATE_LOANS.replace("loan", "loan__cairn_new"));

        assertThat(createMigrator().leftovers())
                .extracting(Leftover::toString)
                .containsExactly(
                        "table shop.loan__cairn_51 (1 row, 24.000 B), of the run that began at state 51,"
                                + " V0001Loans or V0002LoansByKey",
                        "table shop.loan__cairn_new (0 rows, 0.000 B), of a script, V0001Loans or V0002LoansByKey");
    }

    @Test
    void leftoversAreDroppedWithConsent() {
        List<String> names = listNames(createMigrator().leftovers());
        assertThatThrownBy(() -> world.createMigrator(SCHEMA).cleanup(names))
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.readObjects()).containsKey("loan__cairn_51");

        assertThat(listNames(createMigrator().cleanup(names))).isEqualTo(names);

        assertThat(world.readObjects()).containsOnlyKeys("loan");
        assertThat(createMigrator().leftovers()).isEmpty();
        assertThat(createMigrator().cleanup(names)).isEmpty();
        assertThat(createMigrator().status().isHeld()).isFalse();
    }

    /** After the swap, the table of the script is the old one, with the rows that were written to it too late. */
    @Test
    void tablesOfAnUnfinishedScriptAreNotLeftovers() throws SQLException {
        String script = createMigrator().script(1, 2, World.DATABASE).text();
        world.server.faults().add(Trigger.matching("(?is)DROP TABLE .*"), Fault.reject(1064, "42000", "not today"));
        assertThatThrownBy(() -> ScriptRuns.createRunner(world).run("shop.sql", script))
                .isInstanceOf(MigrationException.class);

        assertThat(createMigrator().leftovers()).isEmpty();
        assertThat(createMigrator().cleanup(List.of("shop.loan__cairn_new"))).isEmpty();
        assertThat(world.readObjects()).containsKey("loan__cairn_new");

        ScriptRuns.createRunner(world).run("shop.sql", script);

        assertThat(listNames(createMigrator().leftovers())).containsExactly("shop.loan__cairn_51");
    }

    @Test
    void tablesOfAnUnfinishedMigrationAreNotLeftovers() {
        world.server.faults().add(Trigger.matching("(?is).* SWAP WITH .*"), Fault.reject(1064, "42000", "not today"));
        assertThatThrownBy(() -> createMigrator().upgrade()).isInstanceOf(MigrationException.class);

        assertThat(createMigrator().leftovers()).isEmpty();
        assertThat(createMigrator().cleanup(List.of("shop.loan__cairn_51"))).isEmpty();
        assertThat(createMigrator().upgrade().to()).isEqualTo(2);
        // This ledger has not reached the number, so an earlier ledger of the same database left the table.
        assertThat(listNames(createMigrator().leftovers())).containsExactly("shop.loan__cairn_51");
    }

    @Test
    void objectsOfAnotherSchemaAreNotLeftovers() throws SQLException {
        world.execute(CREATE_LOANS.replace("loan", "stock__cairn_7"));

        assertThat(listNames(createMigrator().leftovers())).containsExactly("shop.loan__cairn_51");
        assertThat(createMigrator().cleanup(List.of("shop.stock__cairn_7"))).isEmpty();
        assertThat(world.readObjects()).containsKey("stock__cairn_7");
    }

    @Test
    void aTableThatCannotBeDroppedStopsTheCleanup() {
        world.server.faults().add(Trigger.matching("(?is)DROP TABLE .*"), Fault.reject(1064, "42000", "not today"));

        assertThatThrownBy(() ->
                        createMigrator().cleanup(listNames(createMigrator().leftovers())))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(createMigrator().status().isHeld()).isFalse();
    }
}
