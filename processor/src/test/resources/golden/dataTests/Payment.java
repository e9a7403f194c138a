package shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import dev.cairn.annotation.datatest.Check;
import dev.cairn.annotation.datatest.Fresh;
import dev.cairn.annotation.datatest.References;
import dev.cairn.annotation.datatest.Unique;
import java.math.BigDecimal;
import java.time.LocalDateTime;

@Table
@PrimaryKey("id")
@Property(name = "unique_constraints", value = "receipt; id,paid_at")
@Check("amount >= 0")
@Check(name = "paid payments have a time", value = """
    state <> 'PAID' -- others need none
    OR paid_at IS NOT NULL""")
@Unique("receipt")
@Unique(name = "one payment at a time", value = {"amount", "paid_at"})
@References(column = "refund_of", value = Payment.class, name = "a refund has a payment")
@Fresh(column = "paid_at", within = "P1DT12H")
public record Payment(
        long id,
        @Decimal(precision = 10, scale = 2) BigDecimal amount,
        @Varchar(10) State state,
        @Varchar(20) String receipt,
        Long refundOf,
        LocalDateTime paidAt) {
    /** The states of a payment. */
    public enum State {
        NEW,
        PAID
    }
}
