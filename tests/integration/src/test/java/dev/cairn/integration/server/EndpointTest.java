package dev.cairn.integration.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An endpoint is parsed from the URL of a driver, and rendered as URLs. */
class EndpointTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @Test
    void theUrlOfADriverIsParsed() {
        Endpoint endpoint = Endpoint.of("jdbc:mysql://host:9031/shop?connectTimeout=5", "me", "a b@c");

        assertThat(endpoint.url("mine")).isEqualTo("starrocks://me:a%20b%40c@host:9031/mine?connectTimeout=5");
        assertThat(endpoint.urlWithoutPassword("mine")).isEqualTo("starrocks://me@host:9031/mine?connectTimeout=5");
        assertThat(endpoint.by("localhost", 5).url("mine"))
                .isEqualTo("starrocks://me:a%20b%40c@localhost:5/mine?connectTimeout=5&sslMode=DISABLED");
    }

    @Test
    void portAndOptionsHaveDefaults() {
        assertThat(Endpoint.of("jdbc:mysql://host", "root", "").url("d")).isEqualTo("starrocks://root:@host:9030/d");
    }

    @Test
    void mariaDbHasTheAccountAmongTheOptions() {
        Endpoint endpoint =
                Endpoint.of("jdbc:mysql://host?connectTimeout=5", "me", "a&b").overMariaDb();

        assertThat(endpoint.url("d")).isEqualTo("jdbc:mariadb://host:9030/d?connectTimeout=5&user=me&password=a%26b");
        assertThat(endpoint.urlWithoutPassword("d")).isEqualTo("jdbc:mariadb://host:9030/d?connectTimeout=5&user=me");
    }

    @Test
    void aUrlNamesOneHost() {
        assertThatThrownBy(() -> Endpoint.of("jdbc:mysql://a:1,b:2/", "root", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }
}
