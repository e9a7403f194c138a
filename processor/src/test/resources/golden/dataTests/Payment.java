package shop;

import dev.cairn.annotation.Check;
import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;
import java.time.LocalDateTime;

@Table
@PrimaryKey("id")
@Check("amount >= 0")
@Check(name = "paid payments have a time", value = """
    state <> 'PAID' -- others need none
    OR paid_at IS NOT NULL""")
public record Payment(
        long id,
        @Decimal(precision = 10, scale = 2) BigDecimal amount,
        @Varchar(10) String state,
        LocalDateTime paidAt) {}
