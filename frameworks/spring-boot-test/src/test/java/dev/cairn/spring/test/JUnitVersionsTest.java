package dev.cairn.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.spring.shop.ShopSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the JUnit extension without Spring, with the versions of JUnit that Spring Boot 3.5 and 4 use: 5.12 and 6. */
class JUnitVersionsTest {
    @RegisterExtension
    static final EmbeddedStarRocksExtension STARROCKS = EmbeddedStarRocksExtension.withPreparation(
            dataSource -> Migrator.of(ShopSchema.SCHEMA, dataSource).upgrade());

    @Test
    void aTestHasACopyOfThePreparedDatabase(FreshDatabase database) {
        assertThat(Migrator.of(ShopSchema.SCHEMA, database.dataSource())
                        .upgrade()
                        .isEmpty())
                .isTrue();
    }
}
