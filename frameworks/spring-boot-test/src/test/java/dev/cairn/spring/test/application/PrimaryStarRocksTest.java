package dev.cairn.spring.test.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.spring.test.AutoConfigureEmbeddedStarRocks;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tests an application whose only DataSource is StarRocks: the properties of the test contain the URL of the embedded
 * server.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"spring.datasource.url=${local.starrocks.url}", "spring.datasource.username=root"})
@AutoConfigureEmbeddedStarRocks
class PrimaryStarRocksTest {
    @Test
    void theDataSourceOfTheApplicationIsThatOfTheEmbeddedServer(@Autowired JdbcTemplate jdbcTemplate) {
        assertThat(jdbcTemplate.queryForList("SELECT city FROM orders", String.class))
                .containsExactly("Oslo");
    }
}
