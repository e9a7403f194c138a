package shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.Embedded;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Table
@PrimaryKey("id")
@DistributedByHash(value = "id", buckets = 2)
public record Account(
        long id,
        @Varchar(64) String name,
        @Varchar(64) @Nullable String city,
        @Nullable Integer points,
        @Decimal(precision = 12, scale = 2) @Nullable BigDecimal balance,
        List<@Nullable String> tags,
        @Embedded Audit audit) {
    public record Audit(LocalDateTime created, @Nullable LocalDateTime changed) {}
}
