package dev.cairn.data;

import java.math.BigDecimal;
import java.time.LocalDate;

/** One sale, with a component for each of the frequent scalar types. */
record Sale(long id, String city, int amount, LocalDate day, BigDecimal price) {
    /** Returns a sale on the day that is as many days after the first of January 2026 as the id says. */
    static Sale of(long id, String city, int amount) {
        return new Sale(id, city, amount, LocalDate.of(2026, 1, 1).plusDays(id), new BigDecimal("9.50"));
    }
}
