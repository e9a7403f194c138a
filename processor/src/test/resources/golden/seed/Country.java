package shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.GeneratedAs;
import dev.cairn.annotation.NotNull;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Seed;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;
import java.time.LocalDate;

@Table
@PrimaryKey("code")
@Seed(
        columns = {"code", "name", "since", "euro", "rate"},
        rows = {
            "'DE', 'Germany', '1999-01-01', TRUE, 1",
            "'CI', 'Côte d''Ivoire \"quoted\" \\\\', NULL, FALSE, -655.957"
        })
public record Country(
        @Varchar(2) String code,
        @NotNull @Varchar(80) String name,
        LocalDate since,
        boolean euro,
        @Decimal(precision = 10, scale = 3) BigDecimal rate,
        @GeneratedAs("upper(name)") @Varchar(80) String shouted) {}
