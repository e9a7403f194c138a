package dev.cairn.spring.test;

import static dev.cairn.schema.ValueType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.spring.CairnAutoConfiguration;
import dev.cairn.spring.CairnConnectionDetails;
import dev.cairn.spring.shop.Orders;
import dev.cairn.testcontainers.StarRocksContainer;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Tests {@code @ServiceConnection} with a StarRocks container that is simulated by an embedded server. */
@SpringJUnitConfig
@ImportAutoConfiguration(CairnAutoConfiguration.class)
class StarRocksServiceConnectionTest {
    @ServiceConnection
    static final StarRocksContainer STARROCKS = new EmbeddedContainer();

    /** A container whose ports are those of an embedded server. */
    private static final class EmbeddedContainer extends StarRocksContainer {
        private EmbeddedStarRocks server;

        @Override
        public void start() {
            if (server == null) {
                server = EmbeddedStarRocks.start();
                server.createDatabase(getDatabaseName());
            }
        }

        @Override
        public void stop() {
            server.close();
        }

        @Override
        public String getDockerImageName() {
            return "starrocks/allin1-ubuntu:4.1";
        }

        @Override
        public String getHost() {
            return "127.0.0.1";
        }

        @Override
        public Integer getMappedPort(int port) {
            return port == 9030 ? server.port() : port;
        }
    }

    @Test
    void theContainerIsTheServerOfTheSchema(@Autowired CairnConnectionDetails details, @Autowired Orders orders) {
        assertThat(details.getUrl("shop")).isEqualTo(STARROCKS.getJdbcUrl());
        orders.add(1, "Oslo", BigDecimal.ONE);
        assertThat(orders.cities()).containsExactly("Oslo");
    }

    @Nested
    @Import(SeveralSchemasTest.Schemas.class)
    class TwoSchemas {
        @Test
        void eachSchemaHasADatabaseOfTheContainer(@Autowired Map<String, Database> databases) {
            assertThat(databases.values().stream()
                            .map(database -> database.query("SELECT database()", row -> row.at(0, TEXT))
                                    .get(0)))
                    .containsExactlyInAnyOrder("test_audit_log", "test_shop");
        }
    }
}
