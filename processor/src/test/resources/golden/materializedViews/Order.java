package shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.PartitionBy;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;
import java.time.LocalDate;

@Table(name = "orders")
@DuplicateKey("id")
@PartitionBy("date_trunc('month', order_date)")
@DistributedByHash(value = "id", buckets = 4)
public record Order(
        long id, LocalDate orderDate, @Varchar(64) String city, @Decimal(precision = 10, scale = 2) BigDecimal price) {}
