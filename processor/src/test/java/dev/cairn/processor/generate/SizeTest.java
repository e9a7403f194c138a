package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.model.ObjectDeclaration;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Tests that generated code is small, because users wait for its compilation more than for its generation. */
class SizeTest {
    private static final String CREATE_TABLE_SQL = """
        CREATE TABLE `sale` (
          `id` bigint(20) NOT NULL,
          `shop_id` bigint(20) NOT NULL,
          `product_id` bigint(20) NOT NULL,
          `customer_id` bigint(20) NULL,
          `amount` int(11) NOT NULL,
          `price` decimal(12, 2) NULL,
          `discount` decimal(12, 2) NULL,
          `tax` decimal(12, 2) NULL,
          `currency` varchar(3) NULL,
          `sold_on` date NULL,
          `delivered_on` date NULL,
          `paid_on` date NULL,
          `returned` int(11) NOT NULL,
          `reason` varchar(256) NULL,
          `warehouse` varchar(16) NULL,
          `carrier` varchar(64) NULL,
          `parcel` varchar(64) NULL,
          `weight` decimal(8, 3) NULL,
          `note` varchar(65533) NULL,
          `changed_by` varchar(64) NULL
        )
        PRIMARY KEY(`id`)
        DISTRIBUTED BY HASH(`id`) BUCKETS 8
        PROPERTIES (
        "replication_num" = "3"
        )\
        """;

    private static final String RECORD_SOURCE = """
        package com.acme;

        import java.math.BigDecimal;
        import java.time.LocalDate;

        public record Sale(
                long id, long shopId, long productId, Long customerId, int amount,
                BigDecimal price, BigDecimal discount, BigDecimal tax, String currency,
                LocalDate soldOn, LocalDate deliveredOn, LocalDate paidOn, int returned,
                String reason, String warehouse, String carrier, String parcel, BigDecimal weight,
                String note, String changedBy) {}
        """;

    @Test
    void aTableOfTwentyColumnsIsSmall() {
        ObjectDeclaration sale = Declarations.table("Sale", CREATE_TABLE_SQL);
        String source = new SourceGenerator(GenerationEnvironment.PLAIN).generateDescriptor(sale);

        assertThat(sale.columns()).hasSize(20);
        assertThat(source.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(8_000);
        assertThat(CompiledClasses.of("com.acme.SaleTable", source, RECORD_SOURCE)
                        .byteCount("com.acme.SaleTable"))
                .isLessThan(6_100);
    }
}
