package dev.cairn.data;

import java.math.BigDecimal;
import java.time.LocalDate;

/** A row of scalars. */
record Sale(long id, String city, int amount, LocalDate day, BigDecimal price) {
    static Sale of(long id, String city, int amount) {
        return new Sale(id, city, amount, LocalDate.of(2026, 1, 1).plusDays(id), new BigDecimal("9.50"));
    }
}
