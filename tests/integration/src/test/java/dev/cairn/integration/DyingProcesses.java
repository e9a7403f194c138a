package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.HiddenSettings;
import dev.cairn.Migrator;
import dev.cairn.Migrator.Repair;
import dev.cairn.MigratorOptions;
import dev.cairn.integration.relay.Moment;
import dev.cairn.integration.relay.Relay;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.time.Duration;

/** Starts processes that upgrade a database one after another; each dies one change later than the previous one. */
record DyingProcesses(SchemaDescriptor schema, FreshDatabase database) {
    /** Options with frequent polls and a short lease, so the ledger of a dead process is soon taken over. */
    static final MigratorOptions OPTIONS = MigratorOptions.DEFAULT
            .lease(Duration.ofSeconds(5))
            .pollIntervals(Duration.ofMillis(2), Duration.ofMillis(200));

    /** Returns a migrator whose connections are not disturbed. */
    Migrator createUndisturbedMigrator() {
        return Migrator.of(schema, database.dataSource(), OPTIONS);
    }

    Migrator createMigrator(Relay relay) {
        String url = database.endpoint().by(relay.host(), relay.port()).url(database.name());
        return Migrator.of(schema, url, HiddenSettings.withTicker(OPTIONS, new MortalTicker(relay)));
    }

    Relay createRelay() {
        return Relay.to(database.endpoint().host(), database.endpoint().port());
    }

    /** Starts processes until one of them completes the upgrade. */
    void upgrade(Moment moment) {
        int changeNumber = 1;
        while (!tryUpgrade(changeNumber, moment)) {
            createUndisturbedMigrator().unlock();
            changeNumber++;
        }
        assertThat(changeNumber).as("deaths").isGreaterThan(2);
    }

    /** Runs a process that dies at a change, and returns whether the upgrade was complete before. */
    private boolean tryUpgrade(int changeNumber, Moment moment) {
        try (Relay relay = createRelay()) {
            relay.endAt(changeNumber, moment);
            try {
                createMigrator(relay).upgrade();
                return true;
            } catch (UncertainStepException failure) {
                // The outcome of a load is only uncertain if the server does not know the load.
                assertThat(moment).as(failure::toString).isEqualTo(Moment.BEFORE);
                createUndisturbedMigrator().repair(failure.place().step(), Repair.AGAIN);
                return false;
            } catch (MigrationException failure) {
                assertThat(relay.cuts()).as(failure::toString).isPositive();
                return false;
            }
        }
    }
}
