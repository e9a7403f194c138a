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

/** Detecting a server's kind and version, and whether a schema supports it. */
class LiveServerTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final Version NEWEST = Collections.max(List.of(Version.values()));
    private static final ServerProfile COMPILED_FOR = ServerProfile.DEFAULT;

    private static LiveServer of(String version, int major, int minor) {
        return new LiveServer(version, major, minor, RunMode.SHARED_NOTHING);
    }

    @Test
    void versionAndRunModeAreDetected() {
        for (Version version : Version.values()) {
            for (RunMode mode : RunMode.values()) {
                try (ReflectionServer shop = new ReflectionServer(
                        ReflectionServer.PROFILE.with(version).with(mode))) {
                    LiveServer server = LiveServer.read(shop.connection, "shop");
                    assertThat(server.knownVersion()).isEqualTo(version);
                    assertThat(server.runMode()).isEqualTo(mode);
                    assertThat(server.hasUnknownVersion()).isFalse();
                    assertThat(server.toProfile(COMPILED_FOR))
                            .isEqualTo(COMPILED_FOR.with(version).with(mode));
                }
            }
        }
    }

    @Test
    void theServerVersionIsKnownToAUserWithFewGrants() {
        for (Version version : Version.values()) {
            try (ReflectionServer shop = new ReflectionServer(ReflectionServer.PROFILE.with(version))) {
                shop.execute(
                        "CREATE USER app IDENTIFIED BY 'secret'", "GRANT CREATE VIEW ON DATABASE shop TO USER app");
                try (ServerConnection connection =
                        shop.connections("app", "secret").open()) {
                    assertThat(LiveServer.read(connection, "shop").knownVersion())
                            .isEqualTo(version);
                }
            }
        }
    }

    @Test
    void detectingVersion41TakesOneStatement() {
        try (ReflectionServer shop = new ReflectionServer()) {
            assertThat(shop.sentBy(() -> LiveServer.read(shop.connection, "shop")))
                    .containsExactly("SELECT @@version_comment, @@run_mode");
        }
    }

    @Test
    void theRightServerNeedsNoWarning() {
        assertThat(of("4.1.2-abc", 4, 1).findWarnings("shop", List.of(COMPILED_FOR)))
                .isEmpty();
    }

    @Test
    void anUnknownVersionIsTreatedAsTheNewestKnown() {
        LiveServer later = of("5.0.0-abc", 5, 0);
        assertThat(later.knownVersion()).isEqualTo(NEWEST);
        assertThat(later.findWarnings("shop", List.of(COMPILED_FOR.with(NEWEST))))
                .containsExactly("the server reports the unknown version 5.0.0-abc; it is treated as " + NEWEST);
        LiveServer unnamed = of("main-abc", 0, 0);
        assertThat(unnamed.knownVersion()).isEqualTo(NEWEST);
        assertThat(unnamed.findWarnings("shop", List.of(COMPILED_FOR.with(NEWEST))))
                .containsExactly("the server reports the unknown version main-abc; it is treated as " + NEWEST);
    }

    @Test
    void aLaterServerThanTheSchemaIsForIsAWarning() {
        assertThat(of("4.1.0", 4, 1).findWarnings("shop", List.of(COMPILED_FOR.with(Version.V3_5))))
                .containsExactly(
                        "the server's version is 4.1.0, and the schema was compiled for 3.5: changes between these"
                                + " versions are not checked at compile time");
        assertThat(of("3.6.0", 3, 6).knownVersion()).isEqualTo(Version.V3_5);
    }

    @Test
    void anEarlierServerIsRefused() {
        assertThatThrownBy(() -> of("3.5.2", 3, 5).findWarnings("shop", List.of(COMPILED_FOR)))
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aServerBeforeAllKnownVersionsIsOnlyRead() {
        LiveServer old = of("3.4.2-abc", 3, 4);
        assertThat(old.isTooOldToChange()).isTrue();
        assertThat(old.knownVersion()).isEqualTo(Version.V3_5);
        assertThat(old.findWarnings("shop", List.of(COMPILED_FOR.with(Version.V3_5))))
                .containsExactly(
                        "the server's version is 3.4.2-abc, which Cairn only reads, by the rules of 3.5: how the two versions differ is unknown");
        assertThatThrownBy(() -> old.requireChangeable(HistoryPlace.in("shop")))
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
        assertThat(of("3.5.0", 3, 5).isTooOldToChange()).isFalse();
        assertThat(of("main-abc", 0, 0).isTooOldToChange()).isFalse();
    }

    @Test
    void aServerOfAnotherRunModeIsRefused() {
        assertThatThrownBy(
                        () -> of("4.1.0", 4, 1).findWarnings("shop", List.of(COMPILED_FOR.with(RunMode.SHARED_DATA))))
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void theTargetOfTheSameRunModeAndTheNearestVersionApplies() {
        List<ServerProfile> targets = List.of(
                COMPILED_FOR.with(Version.V4_0),
                COMPILED_FOR.with(Version.V3_5),
                COMPILED_FOR.with(Version.V4_1).with(RunMode.SHARED_DATA));
        LiveServer newer = of("4.1.0", 4, 1);
        assertThat(newer.toProfile(COMPILED_FOR).selectTarget(targets)).contains(targets.get(0));
        assertThat(newer.findWarnings("shop", targets))
                .containsExactly(
                        "the server's version is 4.1.0, and the schema was compiled for 4.0: changes between these"
                                + " versions are not checked at compile time");
        LiveServer exact = of("3.5.2", 3, 5);
        assertThat(exact.toProfile(COMPILED_FOR).selectTarget(targets)).contains(targets.get(1));
        assertThat(exact.findWarnings("shop", targets)).isEmpty();
        assertThatThrownBy(() -> new LiveServer("3.5.2", 3, 5, RunMode.SHARED_DATA).findWarnings("shop", targets))
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
    }
}
