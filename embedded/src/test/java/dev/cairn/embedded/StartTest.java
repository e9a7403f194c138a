package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.refusal.Refusal;
import org.junit.jupiter.api.Test;

/** A server that rejects its options leaves no resources in use. */
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
}
