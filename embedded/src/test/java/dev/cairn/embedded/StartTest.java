package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.refusal.Refusal;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The start and the end of servers. */
class StartTest {
    @Test
    void aRejectedDatabaseReleasesThePort() {
        int port;
        try (EmbeddedStarRocks first = EmbeddedStarRocks.start()) {
            port = first.port();
        }
        Options options = Options.DEFAULT.port(port);
        Options rejectedOptions = options.database("shop").database("shop");
        assertThatThrownBy(() -> EmbeddedStarRocks.start(rejectedOptions)).isInstanceOf(Refusal.class);
        try (EmbeddedStarRocks second = EmbeddedStarRocks.start(options)) {
            assertThat(second.port()).isEqualTo(port);
        }
    }

    @Test
    void aClosedServerRefusesNewDatabases() {
        EmbeddedStarRocks server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
        int port = server.port();
        server.close();
        for (ThrowingCallable creation : List.<ThrowingCallable>of(
                () -> server.createDatabase("late"), () -> server.copyDatabase("shop", "copy"))) {
            assertThatThrownBy(creation)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The embedded server on port " + port + " is closed");
        }
        server.dropDatabase("shop");
        server.close();
    }
}
