package dev.cairn.integration.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EndpointTest {
    @Test
    void theUrlOfTheDriverIsRead() {
        Endpoint endpoint = Endpoint.of("jdbc:mysql://host:9031/shop?connectTimeout=5", "me", "a b@c");

        assertThat(endpoint.url("mine")).isEqualTo("starrocks://me:a%20b%40c@host:9031/mine?connectTimeout=5");
        assertThat(endpoint.urlWithoutPassword("mine")).isEqualTo("starrocks://me@host:9031/mine?connectTimeout=5");
        assertThat(endpoint.by("localhost", 5).url("mine"))
                .isEqualTo("starrocks://me:a%20b%40c@localhost:5/mine?connectTimeout=5&sslMode=DISABLED");
    }

    @Test
    void whatIsNotSaidIsAsUsual() {
        assertThat(Endpoint.of("jdbc:mysql://host", "root", "").url("d")).isEqualTo("starrocks://root:@host:9030/d");
    }

    @Test
    void aUrlNamesOneHost() {
        assertThatThrownBy(() -> Endpoint.of("jdbc:mysql://a:1,b:2/", "root", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not the URL of one server");
    }
}
