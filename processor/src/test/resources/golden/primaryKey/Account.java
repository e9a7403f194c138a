package shop;

import dev.cairn.annotation.AutoIncrement;
import dev.cairn.annotation.ColocateWith;
import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.Default;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.GeneratedAs;
import dev.cairn.annotation.OrderBy;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;

@Table(comment = "Who buys")
@PrimaryKey({"id", "tenant"})
@DistributedByHash(value = "id", buckets = 4)
@OrderBy({"name", "id"})
@ColocateWith("accounts")
public record Account(
        @AutoIncrement long id,
        @Varchar(16) String tenant,
        @Varchar(64) String name,
        @Default("0") @Decimal(precision = 10, scale = 2) BigDecimal balance,
        @Default("0") int orders,
        @GeneratedAs("upper(name)") @Varchar(64) String shouted) {}
