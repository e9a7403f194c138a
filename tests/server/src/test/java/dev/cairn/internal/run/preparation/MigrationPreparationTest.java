package dev.cairn.internal.run.preparation;

import static dev.cairn.internal.run.MigrationBench.ORDERS;
import static dev.cairn.internal.run.MigrationBench.empty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.run.MigrationBench;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.MigrationException.PlaceholderException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Recorded statements become steps with the placeholder values and the names of the database in which they run. */
class MigrationPreparationTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_WITH_ESCAPE =
            "CREATE TABLE t (id INT) DISTRIBUTED BY HASH(id) BUCKETS ${buckets:4}"
                    + " PROPERTIES (\"replication_num\" = \"${replicas}\", \"storage_cooldown_ttl\" = \"$${literal}\")";
    private static final String CREATE_WITHOUT_ESCAPE =
            "CREATE TABLE t (id INT) DISTRIBUTED BY HASH(id) BUCKETS ${buckets:4}"
                    + " PROPERTIES (\"replication_num\" = \"${replicas}\")";

    private static MigrationPreparation createPreparation(Map<String, String> values) {
        return MigrationPreparation.forPlan(
                "shop",
                new Engine(ServerProfile.DEFAULT.withReplicas(1, 3)),
                new Session("shop"),
                new Placeholders(values));
    }

    private static PreparedMigration prepare(MigrationPreparation preparation, String... upgrade) {
        return preparation.prepare(MigrationBench.migration(upgrade), Direction.UPGRADE, empty());
    }

    @Test
    void placeholdersGetTheirValuesOrFallbacks() {
        PreparedMigration prepared = prepare(createPreparation(Map.of("replicas", "2")), CREATE_WITHOUT_ESCAPE);

        assertThat(prepared.steps().get(0).text()).contains("BUCKETS 4", "\"replication_num\" = \"2\"");
        assertThat(prepare(createPreparation(Map.of("replicas", "1", "buckets", "9")), CREATE_WITHOUT_ESCAPE)
                        .steps()
                        .get(0)
                        .text())
                .contains("BUCKETS 9", "\"replication_num\" = \"1\"");
    }

    @Test
    void aPlaceholderWithoutAValueIsNamed() {
        assertThatThrownBy(() -> prepare(createPreparation(Map.of()), CREATE_WITH_ESCAPE))
                .isInstanceOf(PlaceholderException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aBucketPlaceholderNeedsANumber() {
        assertThatThrownBy(() ->
                        prepare(createPreparation(Map.of("replicas", "1", "buckets", "many")), CREATE_WITHOUT_ESCAPE))
                .isInstanceOf(PlaceholderException.class)
                .satisfies(MESSAGES::match);
    }

    /** A migrator may parse migrations before it knows the database, and a fleet runs them in many databases. */
    @Test
    void keptStatementsNameTheDatabaseInWhichTheyRun() {
        RecordedMigration migration = MigrationBench.migration(
                "CREATE ROLE reader", "GRANT SELECT ON ALL TABLES IN DATABASE ${database} TO ROLE reader");
        MigrationPreparation cachingPreparation = createPreparation(Map.of()).withCache();

        for (String database : List.of("shop", "tenant_7")) {
            PreparedMigration prepared = cachingPreparation
                    .forDestination(new Engine(ServerProfile.DEFAULT), new Session(database))
                    .prepare(migration, Direction.UPGRADE, Catalog.EMPTY.withDatabase(Database.of(database)));
            assertThat(prepared.steps().get(1).text())
                    .isEqualTo("GRANT SELECT ON ALL TABLES IN DATABASE `" + database + "` TO ROLE `reader`");
            assertThat(prepared.catalogAfter().findRole("reader").orElseThrow().privileges())
                    .hasToString("[SELECT ON ALL TABLES IN DATABASE " + database + "]");
        }
    }

    @Test
    void twoDollarSignsEscapeAPlaceholder() {
        assertThat(prepare(createPreparation(Map.of("replicas", "1")), CREATE_WITH_ESCAPE)
                        .steps()
                        .get(0)
                        .text())
                .contains("\"storage_cooldown_ttl\" = \"${literal}\"");
    }

    @Test
    void aPlanNamesStagingTablesAsTheyAreRecordedAndARunAsTheyAreSent() {
        String createTable = "CREATE TABLE orders__cairn_new (id INT) DISTRIBUTED BY HASH(id) BUCKETS 2";
        String transferGrants = "-- grants: from orders to orders__cairn_new";
        MigrationPreparation runPreparation = MigrationPreparation.forRun(
                "shop", new Engine(ServerProfile.DEFAULT), new Session("shop"), Placeholders.NONE, 17);

        assertThat(prepare(createPreparation(Map.of()), createTable, transferGrants)
                        .steps())
                .extracting(RunStep::subject)
                .containsExactly("shop.orders__cairn_new", "shop.orders__cairn_new");
        assertThat(prepare(runPreparation, createTable, transferGrants).steps())
                .extracting(RunStep::subject)
                .containsExactly("shop.orders__cairn_17", "shop.orders__cairn_17");
        assertThat(prepare(runPreparation, createTable, transferGrants)
                        .steps()
                        .get(0)
                        .text())
                .startsWith("CREATE TABLE `orders__cairn_17`");
    }

    @Test
    void statementsAreCountedFromOneAndCodeStandsAroundThem() {
        PreparedMigration prepared = createPreparation(Map.of())
                .prepare(
                        MigrationBench.builder()
                                .upgrade(ORDERS, "DROP TABLE orders")
                                .build(
                                        EmptyStep::new,
                                        MigrationStep.Moment.BEFORE_UPGRADE,
                                        MigrationStep.Moment.AFTER_UPGRADE),
                        Direction.UPGRADE,
                        empty());

        assertThat(prepared.steps()).extracting(RunStep::number).isEqualTo(List.of(0, 1, 2, 3));
    }

    @Test
    void aStatementThatTheServerWouldRefuseIsNamed() {
        assertThatThrownBy(() -> prepare(createPreparation(Map.of()), ORDERS, "ALTER TABLE orders DROP COLUMN nope"))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aRefusalThatIsAllowedIsSentAndHasNoEffect() {
        PreparedMigration prepared = prepare(
                createPreparation(Map.of()),
                ORDERS,
                "-- allow: migration-refused it has a hidden column\nALTER TABLE orders DROP COLUMN nope");

        assertThat(prepared.steps().get(1).text()).isEqualTo("ALTER TABLE `orders` DROP COLUMN `nope`");
        assertThat(prepared.catalogAfter())
                .isEqualTo(((StatementStep) prepared.steps().get(1)).catalogBefore());
    }

    /** A role is granted privileges on several tables; one of these is rebuilt before a privilege is revoked. */
    @Test
    void aRebuiltTableKeepsItsGrantsUnderTheNameThatIsSent() {
        MigrationPreparation runPreparation = MigrationPreparation.forRun(
                "shop", new Engine(ServerProfile.DEFAULT), new Session("shop"), Placeholders.NONE, 17);

        PreparedMigration prepared = prepare(
                runPreparation,
                ORDERS,
                "CREATE TABLE other (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2",
                "CREATE ROLE reader",
                "GRANT SELECT, INSERT ON TABLE orders, other TO ROLE reader",
                "CREATE TABLE orders__cairn_new (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2",
                "-- grants: from orders to orders__cairn_new",
                "ALTER TABLE orders SWAP WITH orders__cairn_new",
                "DROP TABLE orders__cairn_new",
                "REVOKE INSERT ON TABLE orders, other FROM ROLE reader");

        assertThat(prepared.catalogAfter().findRole("reader").orElseThrow().privileges())
                .hasToString("[SELECT ON TABLE shop.orders, SELECT ON TABLE shop.other]");
    }

    /** The compiler accepts the migrations, because the objects that they read existed when they were recorded. */
    @Test
    void anExternalObjectThatOnlyAnEarlierMigrationReadsNeedsNoDeclaration() {
        RecordedMigration readingMigration = RecordedMigration.of(
                        GeneratedClassFormat.CURRENT, MigrationBench.class, 1, "V0001Read", "Read", "", "h1:1")
                .upgrade("CREATE VIEW v AS SELECT id FROM warehouse.stock", "CREATE VIEW w AS SELECT id FROM legacy")
                .build();
        RecordedMigration lastMigration = MigrationBench.migration("DROP VIEW v", "DROP VIEW w");
        MigrationPreparation preparationWithoutChain = createPreparation(Map.of());
        MigrationPreparation preparationOfChain =
                preparationWithoutChain.withMigrations(List.of(readingMigration, lastMigration));

        Catalog after = preparationOfChain.computeCatalogAfter(readingMigration, Direction.UPGRADE, empty());

        assertThat(after.findDatabase("shop").orElseThrow().views().contains("w"))
                .isTrue();
        assertThat(preparationOfChain
                        .computeCatalogAfter(lastMigration, Direction.UPGRADE, after)
                        .findDatabase("shop")
                        .orElseThrow()
                        .views()
                        .contains("w"))
                .isFalse();
        assertThatThrownBy(
                        () -> preparationWithoutChain.computeCatalogAfter(readingMigration, Direction.UPGRADE, empty()))
                .isInstanceOf(StepFailedException.class);
    }

    private static final class EmptyStep implements MigrationStep {}
}
