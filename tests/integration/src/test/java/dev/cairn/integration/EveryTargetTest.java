package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.integration.sales.SalesSchema;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.schema.SchemaDescriptor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded migrations run on embedded servers of every version and run mode. */
class EveryTargetTest {
    static Stream<ServerProfile> listProfiles() {
        return Arrays.stream(Version.values())
                .flatMap(version -> Arrays.stream(RunMode.values())
                        .map(mode -> ServerProfile.DEFAULT.with(version).with(mode)));
    }

    @ParameterizedTest
    @MethodSource("listProfiles")
    void migrationsLeadToTheRecordsAndBack(ServerProfile profile) {
        for (SchemaDescriptor schema : new SchemaDescriptor[] {ShopSchema.SCHEMA, SalesSchema.SCHEMA}) {
            try (EmbeddedStarRocks server = EmbeddedStarRocks.start(
                    Options.DEFAULT.profile(profile).database("shop").jobs(Job.Pace.atOnce()))) {
                Migrator migrator = Migrator.of(
                        schema, server.dataSource("shop"), MigratorOptions.DEFAULT.consent(Consent.values()));
                migrator.upgrade();
                assertThat(migrator.check().isEmpty()).as("drift of " + schema).isTrue();
                assertThat(migrator.diff().isEmpty())
                        .as("differences of " + schema)
                        .isTrue();
                migrator.downgradeTo(1);
                migrator.upgrade();
                assertThat(migrator.check().isEmpty()).as("drift of " + schema).isTrue();
            }
        }
    }
}
