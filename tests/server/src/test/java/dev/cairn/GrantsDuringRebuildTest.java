package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A rebuilt table has the grants that its old table has at the swap, and only the migrator can read the copy before.
 */
class GrantsDuringRebuildTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String KEY_CLAUSE = "DUPLICATE KEY(`id`)";
    /** The statement that takes the old table out of its place, at each end. */
    private static final String REPLACEMENT_PATTERN = "(?is)ALTER TABLE `(shop`\\.`)?t` (SWAP|RENAME) .*";

    private Migrator createTableWithGrants(RebuildOptions options) throws SQLException {
        Migrator migrator = createFilledTable(KEY_CLAUSE, MONTH_PARTITIONS, options);
        world.execute("CREATE ROLE reader");
        world.execute("CREATE ROLE newcomer");
        world.execute("CREATE USER ann IDENTIFIED BY 'a'");
        world.execute("GRANT SELECT, INSERT ON TABLE shop.t TO ROLE reader");
        world.execute("GRANT DELETE ON TABLE shop.t TO USER ann WITH GRANT OPTION");
        return migrator;
    }

    /** Returns the grants on tables, as SHOW GRANTS prints them for each holder of the test. */
    private List<String> showGrants() throws SQLException {
        List<String> grants = new ArrayList<>();
        for (String holder : List.of("ROLE reader", "ROLE newcomer", "ann")) {
            for (String row : world.queryRows("SHOW GRANTS FOR " + holder)) {
                int grantStart = row.indexOf("GRANT ");
                if (row.contains(" ON TABLE ")) {
                    grants.add(row.substring(grantStart, row.indexOf(" TO ", grantStart)) + " TO " + holder
                            + (row.contains("WITH GRANT OPTION") ? " WITH GRANT OPTION" : ""));
                }
            }
        }
        return grants;
    }

    private List<String> findGrantWarnings() {
        return progress.stream()
                .filter(Progress.Warning.class::isInstance)
                .map(event -> ((Progress.Warning) event).message())
                .filter(message -> message.contains("rants"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aRebuildKeepsTheGrants(SwapMode swapMode) throws SQLException {
        createTableWithGrants(options(swapMode)).upgrade();

        assertThat(showGrants())
                .containsExactly(
                        "GRANT INSERT, SELECT ON TABLE shop.t TO ROLE reader",
                        "GRANT DELETE ON TABLE shop.t TO ann WITH GRANT OPTION");
        assertThat(findGrantWarnings()).isEmpty();
        assertRebuilt();
    }

    @ParameterizedTest
    @EnumSource
    void grantsThatChangeDuringTheCopyAreTransferred(SwapMode swapMode) throws SQLException {
        Migrator migrator = createTableWithGrants(options(swapMode));
        List<String> grantsDuringCopy = new ArrayList<>();
        statementHook = text -> {
            if (text.matches(ANY_COPY_PATTERN) && grantsDuringCopy.isEmpty()) {
                try {
                    grantsDuringCopy.addAll(showGrants());
                } catch (SQLException failure) {
                    throw new IllegalStateException(failure);
                }
                execute("REVOKE SELECT ON TABLE shop.t FROM ROLE reader");
                execute("REVOKE DELETE ON TABLE shop.t FROM USER ann");
                execute("GRANT DELETE ON TABLE shop.t TO USER ann");
                execute("GRANT UPDATE ON TABLE shop.t TO ROLE newcomer");
            }
        };

        migrator.upgrade();

        assertThat(grantsDuringCopy).hasSize(2).noneMatch(grant -> grant.contains("__cairn_"));
        assertThat(showGrants())
                .containsExactly(
                        "GRANT INSERT ON TABLE shop.t TO ROLE reader",
                        "GRANT UPDATE ON TABLE shop.t TO ROLE newcomer",
                        "GRANT DELETE ON TABLE shop.t TO ann");
        assertThat(findGrantWarnings())
                .singleElement()
                .asString()
                .matches("The grants of shop\\.t have changed since its replacement began, and shop\\.t__cairn_\\d+"
                        + " gets those that it has now: granted: UPDATE to ROLE newcomer; revoked: DELETE from"
                        + " USER 'ann'@'%'; SELECT from ROLE reader");
    }

    /** At the last moment, the grants have been read, and the old table is still in its place. */
    @ParameterizedTest
    @EnumSource
    void privilegesRevokedAfterTheLastCheckAreRevokedFromTheNewTable(SwapMode swapMode) throws SQLException {
        Migrator migrator = createTableWithGrants(options(swapMode));
        writeBefore(
                REPLACEMENT_PATTERN,
                1,
                "REVOKE SELECT ON TABLE shop.t FROM ROLE reader",
                "REVOKE DELETE ON TABLE shop.t FROM USER ann",
                "GRANT DELETE, UPDATE ON TABLE shop.t TO USER ann");

        migrator.upgrade();

        assertThat(showGrants())
                .containsExactly(
                        "GRANT INSERT ON TABLE shop.t TO ROLE reader", "GRANT DELETE, UPDATE ON TABLE shop.t TO ann");
        assertThat(findGrantWarnings())
                .singleElement()
                .asString()
                .startsWith("The grants of shop.t have changed while it was replaced, and the new one gets the change,"
                        + " too: ");
    }

    @ParameterizedTest
    @EnumSource
    void privilegesRevokedWhileTheRunIsStoppedStayRevoked(SwapMode swapMode) throws SQLException {
        Migrator migrator = createTableWithGrants(options(swapMode));
        world.server.faults().add(Trigger.matching(ANY_COPY_PATTERN), Fault.reject(1064, "HY000", "injected"));
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        world.server.faults().clear();
        assertThat(showGrants()).noneMatch(grant -> grant.contains("__cairn_"));
        world.execute("REVOKE SELECT ON TABLE shop.t FROM ROLE reader");
        world.execute("GRANT UPDATE ON TABLE shop.t TO ROLE newcomer");

        migrator.upgrade();

        assertThat(showGrants())
                .containsExactly(
                        "GRANT INSERT ON TABLE shop.t TO ROLE reader",
                        "GRANT UPDATE ON TABLE shop.t TO ROLE newcomer",
                        "GRANT DELETE ON TABLE shop.t TO ann WITH GRANT OPTION");
        assertThat(findGrantWarnings())
                .singleElement()
                .asString()
                .startsWith(
                        "The run was stopped while shop.t was replaced. Grants and revocations made in the meantime remain; its grants are now: ")
                .contains("INSERT to ROLE reader", "UPDATE to ROLE newcomer");
    }

    /** An older Cairn gave the copy its grants before it copied the rows. */
    @ParameterizedTest
    @EnumSource
    void theGrantsThatAnOlderCairnGaveTheCopyAreTakenFromIt(SwapMode swapMode) throws SQLException {
        Migrator migrator = createTableWithGrants(options(swapMode));
        world.server.faults().add(Trigger.matching(ANY_COPY_PATTERN), Fault.reject(1064, "HY000", "injected"));
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        world.server.faults().clear();
        String copy = world.readObjects().keySet().stream()
                .filter(name -> name.matches("t__cairn_[0-9]+"))
                .findFirst()
                .orElseThrow();
        world.execute("GRANT SELECT, INSERT ON TABLE shop." + copy + " TO ROLE reader");
        world.execute("REVOKE SELECT ON TABLE shop.t FROM ROLE reader");
        List<String> grantsDuringCopy = new ArrayList<>();
        statementHook = text -> {
            if (text.matches(ANY_COPY_PATTERN)) {
                try {
                    grantsDuringCopy.addAll(showGrants());
                } catch (SQLException failure) {
                    throw new IllegalStateException(failure);
                }
            }
        };

        migrator.upgrade();

        assertThat(grantsDuringCopy).isNotEmpty().noneMatch(grant -> grant.contains("__cairn_"));
        assertThat(showGrants())
                .containsExactly(
                        "GRANT INSERT ON TABLE shop.t TO ROLE reader",
                        "GRANT DELETE ON TABLE shop.t TO ann WITH GRANT OPTION");
        assertThat(findGrantWarnings())
                .singleElement()
                .asString()
                .contains("its grants are now: ", "INSERT to ROLE reader")
                .containsPattern(
                        "The grants on its copy shop\\.t__cairn_\\d+, which only the migrator has to read yet, are"
                                + " revoked: INSERT, SELECT from ROLE reader$");
    }

    @ParameterizedTest
    @EnumSource
    void nobodyCanReadTheCopyAfterAReplacementThatWasRefused(SwapMode swapMode) throws SQLException {
        Migrator migrator = createTableWithGrants(options(swapMode));
        world.server
                .faults()
                .add(Trigger.matching(REPLACEMENT_PATTERN).every(), Fault.reject(1064, "HY000", "injected"));

        assertThatThrownBy(migrator::upgrade).hasMessageContaining("injected");

        assertThat(showGrants())
                .containsExactly(
                        "GRANT INSERT, SELECT ON TABLE shop.t TO ROLE reader",
                        "GRANT DELETE ON TABLE shop.t TO ann WITH GRANT OPTION");
    }

    /** Such as a cancellation while the statement waits for its turn, or a failure of the driver. */
    @ParameterizedTest
    @EnumSource
    void nobodyCanReadTheCopyAfterAReplacementThatFailedForAnotherReason(SwapMode swapMode) throws SQLException {
        Migrator migrator = createTableWithGrants(options(swapMode));
        runBefore(REPLACEMENT_PATTERN, 1, () -> {
            throw new IllegalStateException("injected");
        });

        assertThatThrownBy(migrator::upgrade).hasStackTraceContaining("injected");

        assertThat(showGrants())
                .containsExactly(
                        "GRANT INSERT, SELECT ON TABLE shop.t TO ROLE reader",
                        "GRANT DELETE ON TABLE shop.t TO ann WITH GRANT OPTION");
    }

    @ParameterizedTest
    @EnumSource
    void nobodyCanReadAnOldTableThatIsKept(SwapMode swapMode) throws SQLException {
        createTableWithGrants(options(swapMode).keepOld(Duration.ofDays(7))).upgrade();

        assertThat(world.readObjects()).hasSize(2);
        assertThat(showGrants())
                .containsExactly(
                        "GRANT INSERT, SELECT ON TABLE shop.t TO ROLE reader",
                        "GRANT DELETE ON TABLE shop.t TO ann WITH GRANT OPTION");
    }

    /** The run stops at each statement in turn, and a privilege is revoked before the next run. */
    @ParameterizedTest
    @EnumSource
    @Tag(Breadth.LONG)
    void aRunThatIsStoppedAnywhereDoesNotUndoARevoke(SwapMode swapMode) throws SQLException {
        List<Fault> faults = List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.reject(1064, "HY000", "injected"));
        int statementCount = countStatementsOfUpgrade(swapMode);
        assertThat(Breadth.numbers(statementCount, 16).parallel().mapToObj(number -> {
                    GrantsDuringRebuildTest fixture = new GrantsDuringRebuildTest();
                    try {
                        Migrator migrator = fixture.createTableWithGrants(options(swapMode));
                        fixture.world.server.faults().add(Trigger.number(number), faults.get(number % faults.size()));
                        attemptUpgrade(migrator);
                        fixture.world.server.faults().clear();
                        fixture.world.execute("REVOKE SELECT ON TABLE shop.t FROM ROLE reader");
                        attemptUpgrade(migrator);
                        fixture.assertRebuilt();
                        return number + " " + fixture.showGrants();
                    } catch (SQLException | AssertionError failure) {
                        return number + ": " + failure;
                    } finally {
                        fixture.stop();
                    }
                }))
                .allMatch(outcome -> outcome.endsWith("[GRANT INSERT ON TABLE shop.t TO ROLE reader,"
                        + " GRANT DELETE ON TABLE shop.t TO ann WITH GRANT OPTION]"));
    }

    private static int countStatementsOfUpgrade(SwapMode swapMode) throws SQLException {
        GrantsDuringRebuildTest undisturbedFixture = new GrantsDuringRebuildTest();
        try {
            Migrator migrator = undisturbedFixture.createTableWithGrants(options(swapMode));
            int statementCountBefore =
                    undisturbedFixture.world.server.log().all().size();
            migrator.upgrade();
            return undisturbedFixture.world.server.log().all().size() - statementCountBefore;
        } finally {
            undisturbedFixture.stop();
        }
    }

    @Test
    void rolesAndUsersThatComeAndGoDoNotEndARebuild() throws SQLException {
        Migrator migrator = createTableWithGrants(options(SwapMode.STOPPED_WRITERS));
        IntStream.range(0, 20).forEach(number -> {
            execute("CREATE ROLE passing" + number);
            execute("CREATE USER guest" + number + " IDENTIFIED BY 'a'");
            execute("GRANT SELECT ON TABLE shop.t TO ROLE passing" + number);
        });
        List<String> droppedHolders = new ArrayList<>();
        statementHook = text -> {
            // Every second holder is dropped right before the run reads its grants, or before it grants them again.
            String holder = text.replaceAll(".*\\b(passing|guest)([0-9]*[13579])'.*", "$1$2");
            if (!holder.equals(text) && !droppedHolders.contains(holder)) {
                droppedHolders.add(holder);
                execute("DROP " + (holder.startsWith("guest") ? "USER " : "ROLE ") + holder);
            }
            if (text.startsWith("GRANT") && text.contains("'passing2'")) {
                execute("DROP ROLE passing2");
            }
        };

        migrator.upgrade();

        assertThat(droppedHolders).hasSize(20);
        assertThat(showGrants()).hasSize(2);
        assertThat(world.queryRows("SHOW GRANTS FOR ROLE passing4"))
                .anyMatch(row -> row.contains("ON TABLE shop.t TO"));
    }

    /** The server refuses the grant, and then shows the role, which has been created again. */
    @Test
    void aRoleThatIsDroppedAndCreatedAgainDoesNotEndARebuild() throws SQLException {
        Migrator migrator = createTableWithGrants(options(SwapMode.STOPPED_WRITERS));
        execute("CREATE ROLE passing");
        execute("GRANT SELECT ON TABLE shop.t TO ROLE passing");
        List<String> refusedGrants = new ArrayList<>();
        statementHook = text -> {
            boolean isGrant = text.startsWith("GRANT") && text.contains("'passing'");
            if (isGrant && refusedGrants.size() < 3) {
                refusedGrants.add(text);
                execute("DROP ROLE passing");
            } else if (text.equals("SHOW GRANTS FOR ROLE 'passing'") && !refusedGrants.isEmpty()) {
                execute("CREATE ROLE IF NOT EXISTS passing");
            }
        };

        migrator.upgrade();

        assertThat(refusedGrants).hasSize(3);
        assertThat(world.queryRows("SHOW GRANTS FOR ROLE passing"))
                .as("it was never granted to the new role")
                .noneMatch(row -> row.contains("ON TABLE shop.t TO"));
    }

    /** The run reads the grants of each role and user, to find the holders of the role. */
    @Test
    void rolesAndUsersThatComeAndGoDoNotEndADropRole() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version(
                        "roles",
                        createTable(KEY_CLAUSE, MONTH_PARTITIONS, "LZ4"),
                        "CREATE ROLE analyst",
                        "GRANT SELECT ON TABLE t TO ROLE analyst")
                .schema();
        Migrator migrator = createMigrator(schema, RebuildOptions.DEFAULT);
        migrator.upgrade();
        world.execute("CREATE ROLE passing");
        world.execute("CREATE USER guest");
        statementHook = text -> {
            if (text.equals("SHOW GRANTS FOR ROLE 'passing'")) {
                execute("DROP ROLE passing");
            }
            if (text.equals("SHOW GRANTS FOR 'guest'@'%'")) {
                execute("DROP USER guest");
            }
        };

        migrator.downgradeTo(0);

        assertThat(world.queryRows("SHOW ROLES")).noneMatch(row -> row.contains("analyst") || row.contains("passing"));
        assertThat(world.queryRows("SHOW USERS")).noneMatch(row -> row.contains("guest"));
    }

    @Test
    void aTransientErrorIsTriedAgain() throws SQLException {
        Migrator migrator = createTableWithGrants(options(SwapMode.STOPPED_WRITERS));
        world.server
                .faults()
                .add(
                        Trigger.matching("SHOW GRANTS FOR ROLE 'reader'"),
                        Fault.reject(1064, "HY000", "Failed to acquire lock"));

        migrator.upgrade();

        assertThat(showGrants()).hasSize(2);
    }

    @Test
    void onlyAMissingPrivilegeOffersTheLossOfGrants() throws SQLException {
        SchemaDescriptor schema = createSchema(KEY_CLAUSE, MONTH_PARTITIONS);
        createTableWithGrants(options(SwapMode.STOPPED_WRITERS));
        world.server
                .faults()
                .add(
                        Trigger.matching("SHOW GRANTS FOR ROLE 'reader'").every(),
                        Fault.reject(1064, "HY000", "a new bug"));

        assertThatThrownBy(() -> createMigrator(schema, options(SwapMode.STOPPED_WRITERS))
                        .upgrade())
                .isInstanceOf(MigrationException.StepFailedException.class)
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("loss");
    }
}
