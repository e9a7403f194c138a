package dev.cairn.internal.reflection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The kind and the version of a server are detected, and compared with those that a schema supports. */
class ServerIdentityTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final Version NEWEST_VERSION = Collections.max(List.of(Version.values()));
    private static final ServerProfile TARGET_PROFILE = ServerProfile.DEFAULT;

    private static ServerIdentity createServer(String version, int major, int minor) {
        return new ServerIdentity(version, major, minor, RunMode.SHARED_NOTHING);
    }

    @Test
    void versionAndRunModeAreDetected() {
        for (Version version : Version.values()) {
            for (RunMode mode : RunMode.values()) {
                try (ReflectionServer shopServer = new ReflectionServer(
                        ReflectionServer.PROFILE.with(version).with(mode))) {
                    ServerIdentity server = ServerIdentity.read(shopServer.connection, "shop");
                    assertThat(server.closestKnownVersion()).isEqualTo(version);
                    assertThat(server.runMode()).isEqualTo(mode);
                    assertThat(server.hasUnknownVersion()).isFalse();
                    assertThat(server.toProfile(TARGET_PROFILE))
                            .isEqualTo(TARGET_PROFILE.with(version).with(mode));
                }
            }
        }
    }

    @Test
    void theServerVersionIsKnownToAUserWithFewGrants() {
        for (Version version : Version.values()) {
            try (ReflectionServer shopServer = new ReflectionServer(ReflectionServer.PROFILE.with(version))) {
                shopServer.execute(
                        "CREATE USER app IDENTIFIED BY 'secret'", "GRANT CREATE VIEW ON DATABASE shop TO USER app");
                try (ServerConnection connection =
                        shopServer.createConnections("app", "secret").open()) {
                    assertThat(ServerIdentity.read(connection, "shop").closestKnownVersion())
                            .isEqualTo(version);
                }
            }
        }
    }

    @Test
    void detectingVersion41TakesOneStatement() {
        try (ReflectionServer shopServer = new ReflectionServer()) {
            assertThat(shopServer.findStatementsOf(() -> ServerIdentity.read(shopServer.connection, "shop")))
                    .containsExactly(
                            "SELECT @@version_comment, @@run_mode, @@sql_mode, @@sql_select_limit, @@sql_dialect, @@insert_max_filter_ratio, @@enable_materialized_view_for_insert, @@dynamic_overwrite, @@enable_insert_partial_update, DATABASE()");
        }
    }

    @Test
    void theRightServerNeedsNoWarning() {
        assertThat(createServer("4.1.2-abc", 4, 1).findWarnings("shop", List.of(TARGET_PROFILE)))
                .isEmpty();
    }

    @Test
    void anUnknownVersionIsTreatedAsTheNewestKnown() {
        ServerIdentity laterServer = createServer("5.0.0-abc", 5, 0);
        assertThat(laterServer.closestKnownVersion()).isEqualTo(NEWEST_VERSION);
        assertThat(laterServer.findWarnings("shop", List.of(TARGET_PROFILE.with(NEWEST_VERSION))))
                .containsExactly(
                        "the server reports the unknown version 5.0.0-abc; it is treated as " + NEWEST_VERSION);
        ServerIdentity unnamedServer = createServer("main-abc", 0, 0);
        assertThat(unnamedServer.closestKnownVersion()).isEqualTo(NEWEST_VERSION);
        assertThat(unnamedServer.findWarnings("shop", List.of(TARGET_PROFILE.with(NEWEST_VERSION))))
                .containsExactly("the server reports the unknown version main-abc; it is treated as " + NEWEST_VERSION);
    }

    @Test
    void aLaterServerThanTheSchemaIsForIsAWarning() {
        assertThat(createServer("4.1.0", 4, 1).findWarnings("shop", List.of(TARGET_PROFILE.with(Version.V3_5))))
                .containsExactly(
                        "the server's version is 4.1.0, and the schema was compiled for 3.5: changes between these"
                                + " versions are not checked at compile time");
        assertThat(createServer("3.6.0", 3, 6).closestKnownVersion()).isEqualTo(Version.V3_5);
    }

    @Test
    void anEarlierServerIsRefused() {
        assertThatThrownBy(() -> createServer("3.5.2", 3, 5).findWarnings("shop", List.of(TARGET_PROFILE)))
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aServerBeforeAllKnownVersionsIsOnlyRead() {
        ServerIdentity oldServer = createServer("3.4.2-abc", 3, 4);
        assertThat(oldServer.isTooOldToChange()).isTrue();
        assertThat(oldServer.closestKnownVersion()).isEqualTo(Version.V3_5);
        assertThat(oldServer.findWarnings("shop", List.of(TARGET_PROFILE.with(Version.V3_5))))
                .containsExactly(
                        "the server's version is 3.4.2-abc, which Cairn only reads, by the rules of 3.5: how the two versions differ is unknown");
        assertThatThrownBy(() -> oldServer.requireChangeable(HistoryPlace.in("shop")))
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
        assertThat(createServer("3.5.0", 3, 5).isTooOldToChange()).isFalse();
        assertThat(createServer("main-abc", 0, 0).isTooOldToChange()).isFalse();
    }

    @Test
    void aServerOfAnotherRunModeIsRefused() {
        assertThatThrownBy(() -> createServer("4.1.0", 4, 1)
                        .findWarnings("shop", List.of(TARGET_PROFILE.with(RunMode.SHARED_DATA))))
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void theTargetOfTheSameRunModeAndTheNearestVersionApplies() {
        List<ServerProfile> targets = List.of(
                TARGET_PROFILE.with(Version.V4_0),
                TARGET_PROFILE.with(Version.V3_5),
                TARGET_PROFILE.with(Version.V4_1).with(RunMode.SHARED_DATA));
        ServerIdentity newerServer = createServer("4.1.0", 4, 1);
        assertThat(newerServer.toProfile(TARGET_PROFILE).selectTarget(targets)).contains(targets.get(0));
        assertThat(newerServer.findWarnings("shop", targets))
                .containsExactly(
                        "the server's version is 4.1.0, and the schema was compiled for 4.0: changes between these"
                                + " versions are not checked at compile time");
        ServerIdentity exactServer = createServer("3.5.2", 3, 5);
        assertThat(exactServer.toProfile(TARGET_PROFILE).selectTarget(targets)).contains(targets.get(1));
        assertThat(exactServer.findWarnings("shop", targets)).isEmpty();
        assertThatThrownBy(() -> new ServerIdentity("3.5.2", 3, 5, RunMode.SHARED_DATA).findWarnings("shop", targets))
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
    }
}
