package dev.cairn.spring.test.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.spring.test.AutoConfigureEmbeddedStarRocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

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

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aTransactionOnTheDataSourceIsReported(
            @Autowired PlatformTransactionManager transactionManager, CapturedOutput output) {
        TransactionTemplate transaction = new TransactionTemplate(transactionManager);
        transaction.setName("Report.write");
        transaction.executeWithoutResult(status -> {});
        assertThat(output).contains("Report.write: a Spring transaction begins on a DataSource of StarRocks");
    }
}
