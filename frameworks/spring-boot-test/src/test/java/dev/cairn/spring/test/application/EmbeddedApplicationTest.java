package dev.cairn.spring.test.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.spring.shop.Orders;
import dev.cairn.spring.test.AutoConfigureEmbeddedStarRocks;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Tests a whole application, with the embedded server in place of the server in its properties. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "cairn.url=starrocks://nobody@unreachable.invalid:9030/shop",
            "spring.datasource.url=jdbc:h2:mem:primary"
        })
@AutoConfigureEmbeddedStarRocks
class EmbeddedApplicationTest {
    @Autowired
    private OrderService service;

    @Autowired
    private Orders orders;

    @RepeatedTest(2)
    void eachTestFindsTheRowsThatTheApplicationWroteAtItsStart() {
        assertThat(orders.cities()).containsExactly("Oslo");
        service.order(2, "Bergen");
        assertThat(orders.cities()).containsExactly("Oslo", "Bergen");
    }

    @Test
    void thePrimaryDataSourceIsNotReplaced(@Autowired DataSource primaryDataSource) throws SQLException {
        try (Connection connection = primaryDataSource.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("H2");
        }
    }
}
