package dev.cairn.spring.test.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.spring.test.AutoConfigureEmbeddedStarRocks;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application whose only DataSource is StarRocks: the test gives it the URL of the embedded server. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"spring.datasource.url=${local.starrocks.url}", "spring.datasource.username=root"})
@AutoConfigureEmbeddedStarRocks
class PrimaryStarRocksTest {
    @Test
    void theDataSourceOfTheApplicationIsThatOfTheEmbeddedServer(@Autowired JdbcTemplate jdbc) {
        assertThat(jdbc.queryForList("SELECT city FROM orders", String.class)).containsExactly("Oslo");
    }
}
