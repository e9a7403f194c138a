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

/** Processes that upgrade one database after the other, each of which dies one change later than the one before. */
record DyingProcesses(SchemaDescriptor schema, FreshDatabase database) {
    /** Jobs are looked at often. A lease is waited for where nobody could let go of the ledger. */
    static final MigratorOptions OPTIONS =
            MigratorOptions.DEFAULT.lease(Duration.ofSeconds(5)).polling(Duration.ofMillis(2), Duration.ofMillis(200));

    /** One that nothing happens to. */
    Migrator living() {
        return Migrator.of(schema, database.dataSource(), OPTIONS);
    }

    Migrator behind(Relay relay) {
        String url = database.endpoint().by(relay.host(), relay.port()).url(database.name());
        return Migrator.of(schema, url, HiddenSettings.with(OPTIONS, new MortalTicker(relay)));
    }

    Relay relay() {
        return Relay.to(database.endpoint().host(), database.endpoint().port());
    }

    /** Until one of them comes to the end. */
    void upgrade(Moment moment) {
        int change = 1;
        while (!lives(change, moment)) {
            living().unlock();
            change++;
        }
        assertThat(change).as("deaths").isGreaterThan(2);
    }

    /** Whether an upgrade comes to its end before its process dies at a change. */
    private boolean lives(int change, Moment moment) {
        try (Relay relay = relay()) {
            relay.endAt(change, moment);
            try {
                behind(relay).upgrade();
                return true;
            } catch (UncertainStepException asks) {
                // A load that the server knows is never asked about.
                assertThat(moment).as(asks::toString).isEqualTo(Moment.BEFORE);
                living().repair(asks.where().step(), Repair.AGAIN);
                return false;
            } catch (MigrationException died) {
                assertThat(relay.cuts()).as(died::toString).isPositive();
                return false;
            }
        }
    }
}
